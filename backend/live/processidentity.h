// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/result.h"

#include <cstddef>
#include <string>
#include <vector>

namespace Freezeframe
{

/// What a core says about the process as a whole, as /proc has it. A value type.
struct ProcessIdentity {
    int32_t pid = 0;
    int32_t parent = 0;
    int32_t group = 0;
    int32_t session = 0;
    uint32_t uid = 0;
    uint32_t gid = 0;
    char state = 0;
    int nice = 0;
    uint64_t flags = 0;
    std::string name; ///< comm
    std::string arguments; ///< with a blank after each but the last
    std::vector<std::byte> auxiliaryVector;
    std::vector<int32_t> namespacePids; ///< NSpid: outermost first
    uint32_t filter = 0; ///< coredump_filter
    std::string cgroup;

    /// @p living: the process, or a thread of it if the first one has ended.
    [[nodiscard]] static Result<ProcessIdentity> read(int32_t pid, int32_t living);
};

}
