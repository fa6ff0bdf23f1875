// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace Freezeframe
{

/// What a search for the files behind the mappings may use. A value type.
struct FileSearch {
    std::string executable; ///< --exe; empty: find it
    bool force = false; ///< use @ref executable though it does not match
    std::vector<std::string> debugDirectories = {"/usr/lib/debug"};
    std::vector<std::string> roots; ///< prefixes for recorded paths (sysroots); FREEZEFRAME_HOST_ROOT adds one
};

}
