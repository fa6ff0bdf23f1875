// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/processhandle.h"

#include <string>

namespace Freezeframe
{

/// Whether we may stop and read a process, and if not, which check says so. A value type.
struct TracePermission {
    bool isAllowed = false;
    bool needsPrivilege = false; ///< not we, but root may
    bool isReadable = false; ///< its memory can be read, also if it can't be stopped as another traces it
    std::string sentence; ///< "your process, ptrace_scope is 0", or the failed check with its value, and what helps
};

/// Asks the kernel without touching the process, then looks for the reason. Any thread.
[[nodiscard]] TracePermission tracePermission(const ProcessId &process);

}
