// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <functional>

namespace Freezeframe
{

/// Steps of a capture, in their order, each told before it is taken. At any of them the process may die.
enum class CaptureMoment {
    Identity, ///< before /proc/PID/auxv, cmdline and so on are read
    Mappings, ///< before smaps is read
    Pages, ///< before its pages are looked for, to make ready for them
    Freezing, ///< before the first thread is stopped
    Frozen, ///< all threads stand still
    Rescan, ///< before maps are read once more
    Repages, ///< before the pages are looked for once more
    Copying, ///< by each copying thread, before each of its batches
    Copied, ///< the copying threads have ended, the process stands still
    Released, ///< the process runs again
    Notes, ///< before headers and notes are made
};

/// Who wants to know of these. Called by the threads that take the steps, at Copying by several at once.
using CaptureObserver = std::function<void(CaptureMoment)>;

}
