// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace Freezeframe
{

/// Where this machine keeps what decides about cores. A value type; tests put folders of their own in.
struct SystemPaths {
    std::string root; ///< before /etc, /var and the handler's path: empty, or where the host's root is to be seen
    std::string sysctl = "/proc/sys"; ///< kernel.core_pattern and its kind

    /// Those of this machine. Inside a container that sees the processes of its host, handlers and their stores are the
    /// host's: core_pattern's pipe runs in the first process's namespaces.
    [[nodiscard]] static SystemPaths ofThisMachine();
    /// A path that leads from here to what @p path is below root: itself, if that is the same.
    [[nodiscard]] std::string fromHere(const std::string &path) const;
};

}
