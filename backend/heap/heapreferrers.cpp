// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/heap/heapreferrers.h"

#include <algorithm>
#include <cstring>
#include <elf.h>

namespace Freezeframe
{

namespace
{

constexpr uint64_t pieceSize = 1 << 20; ///< bytes read at once
constexpr uint64_t wordSize = 8;
constexpr size_t most = 1 << 16; ///< references that are kept

}

std::multimap<Address, Address> heapReferrers(const Target &target, const HeapSpans &spans,
                                              const std::set<Address> &targets, const std::stop_token &stop,
                                              const std::function<void()> &pause)
{
    std::multimap<Address, Address> referrers;
    if (targets.empty())
        return referrers;
    const uint64_t lowest = targets.begin()->value;
    const uint64_t width = targets.rbegin()->value - lowest;
    std::vector<std::byte> piece;
    for (const Target::Region &region : target.regions()) {
        if (!region.inCore || !(region.flags & PF_W))
            continue;
        for (Address at = region.range.begin; at < region.range.end && !stop.stop_requested(); at = at + pieceSize) {
            if (pause)
                pause();
            piece.resize(std::min<uint64_t>(region.range.end - at, pieceSize));
            if (!target.memory().read(at, piece))
                continue;
            for (size_t i = 0; i + wordSize <= piece.size() && referrers.size() < most; i += wordSize) {
                uint64_t word = 0;
                std::memcpy(&word, piece.data() + i, wordSize);
                if (word - lowest > width || !targets.contains({word}))
                    continue;
                if (const auto object = spans.at(at + i); object && object->hasPointers)
                    referrers.emplace(object->begin, Address{word});
            }
        }
    }
    return referrers;
}

}
