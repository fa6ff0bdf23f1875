// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/target/memory.h"

#include <vector>

namespace Freezeframe
{

/// One row of the dynamic linker's list (struct link_map, <link.h>). A value type.
struct LinkedObject {
    uint64_t bias = 0; ///< l_addr
    std::string path; ///< l_name; empty for the program itself
    Address dynamic; ///< l_ld
};

/// Follows DT_DEBUG in the dynamic section at @p dynamic of a program. Cyclic and endless lists end; what can't be read
/// ends the list there.
[[nodiscard]] std::vector<LinkedObject> readLinkMap(const Memory &memory, Address dynamic);

}
