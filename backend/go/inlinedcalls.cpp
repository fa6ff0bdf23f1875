// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/go/inlinedcalls.h"

#include "backend/base/bytereader.h"

namespace Freezeframe
{

std::vector<Address> inlinedCalls(const Pclntab &table, const GoFunction &function, Address pc)
{
    // Go runtime/symtabinl.go: inlinedCall{funcID, pad, nameOff, parentPc, startLine}
    constexpr uint32_t inlineIndex = 2;
    constexpr uint32_t inlineTree = 3;
    constexpr uint64_t recordSize = 16;
    constexpr uint64_t parentOffset = 8;
    constexpr size_t deepest = 1000; // a damaged tree may lead in a circle
    std::vector<Address> pcs{pc};
    const auto tree = table.funcData(function, inlineTree);
    while (!tree.empty() && pcs.size() < deepest) {
        const auto index = table.pcData(function, inlineIndex, pcs.back());
        if (!index || *index < 0)
            break;
        const auto parent = loadAt<uint32_t>(tree, uint64_t(*index) * recordSize + parentOffset);
        if (!parent)
            break;
        pcs.push_back(function.entry + *parent);
    }
    return pcs;
}

}
