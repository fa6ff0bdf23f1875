// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/freezer.h"

namespace Freezeframe
{

/// The threads that /proc/PID/task has now.
[[nodiscard]] std::vector<int32_t> threadsOf(int32_t pid);
/// What /proc tells of a thread that nobody of us has stopped: stack pointer, program counter and arguments if it is
/// blocked in the kernel, nothing if it runs; FrozenThread::lacking says which.
[[nodiscard]] FrozenThread glimpseOf(int32_t pid, int32_t tid);

}
