// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/result.h"

#include <functional>
#include <string>
#include <vector>

namespace Freezeframe
{

/// Brings the debug information of a build id from elsewhere: the path of a file of this machine.
using DebugFetch = std::function<Result<std::string>(const std::string &buildId)>;

/// What a search for the files behind the mappings may use. A value type.
struct FileSearch {
    std::string executable; ///< --exe; empty: find it
    bool force = false; ///< use @ref executable though it does not match
    std::vector<std::string> debugDirectories = {"/usr/lib/debug"};
    std::vector<std::string> roots; ///< prefixes for recorded paths (sysroots); FREEZEFRAME_HOST_ROOT adds one
    DebugFetch fetch = {}; ///< only if a person wants it: it asks servers. Empty: nothing leaves this machine

    /// Where @p path may be: below each root, at itself, in the host's file system.
    [[nodiscard]] std::vector<std::string> withRoots(const std::string &path) const;
};

}
