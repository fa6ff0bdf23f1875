// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>

namespace Freezeframe
{

/// What a pidfd tells of its process's core and end (Linux 6.16; include/uapi/linux/pidfd.h). A value type.
struct PidfdInfo {
    std::optional<int32_t> exitStatus; ///< as of waitpid; known once its parent has taken it
    bool dumped = false; ///< the kernel began to write a core
    bool skipsDump = false; ///< not dumpable
    bool dumpsAsUser = false;
    bool dumpsAsRoot = false;
};

/// Nothing if the kernel is older.
[[nodiscard]] std::optional<PidfdInfo> readPidfdInfo(int pidfd);

}
