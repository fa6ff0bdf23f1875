// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/target/linkmap.h"

#include <array>
#include <elf.h>
#include <unordered_set>

namespace Freezeframe
{

std::vector<LinkedObject> readLinkMap(const Memory &memory, Address dynamic)
{
    constexpr size_t mostObjects = 65536;
    constexpr int mostEntries = 4096;
    Address debug;
    for (int index = 0; index < mostEntries && debug.isNull(); ++index) {
        const auto entry = memory.readAs<Elf64_Dyn>(dynamic + static_cast<uint64_t>(index) * sizeof(Elf64_Dyn));
        if (!entry || entry->d_tag == DT_NULL)
            return {};
        if (entry->d_tag == DT_DEBUG)
            debug = {entry->d_un.d_ptr};
    }
    std::vector<LinkedObject> objects;
    if (debug.isNull())
        return objects;
    // struct r_debug: r_version, then r_map at 8. struct link_map: l_addr, l_name, l_ld, l_next.
    auto next = memory.readPointer(debug + 8);
    std::unordered_set<Address> seen;
    while (next && !next->isNull() && objects.size() < mostObjects && seen.insert(*next).second) {
        const auto row = memory.readAs<std::array<uint64_t, 4>>(*next);
        if (!row)
            break;
        LinkedObject object{.bias = (*row)[0], .path = {}, .dynamic = {(*row)[2]}};
        if (auto path = memory.readCString({(*row)[1]}))
            object.path = std::move(*path);
        objects.push_back(std::move(object));
        next = Address{(*row)[3]};
    }
    return objects;
}

}
