// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/inspect/memorypattern.h"
#include "backend/target/memory.h"

#include <functional>
#include <stop_token>

namespace Freezeframe
{

/// A place where a search found its pattern. A value type.
struct MemoryMatch {
    Address address;
    std::string bytes; ///< what stands there, and some more if it is a text or bytes; as found, not escaped
    std::string place; ///< "stack of goroutine 7", "Go heap", "data of /usr/bin/shop"
};

/// How a search ended.
struct MemorySearchEnd {
    uint64_t searched = 0; ///< bytes, of
    uint64_t total = 0; ///< bytes that are there to be read
    size_t found = 0;
    bool isLimited = false; ///< there were more than the limit
    bool isStopped = false;
};

/// Looks for a pattern in all bytes that a memory has, without a copy of them: two threads take turns at pieces of it,
/// and pages of files that were looked at are given back. One search each; the thread that runs it gets the results.
class MemorySearch
{
public:
    struct Limits {
        size_t matches = 10'000;
    };
    /// @p ranges ascend and do not overlap; what can't be read in them is passed over.
    MemorySearch(const Memory &memory, std::vector<AddressRange> ranges, MemoryPattern pattern);

    /// Tells the addresses of matches as they come, ascending, and bytes that are done and bytes in all.
    [[nodiscard]] MemorySearchEnd run(const Limits &limits, const std::function<void(std::span<const Address>)> &found,
                                      const std::function<void(uint64_t, uint64_t)> &progress,
                                      const std::stop_token &stop) const;

private:
    struct Piece {
        AddressRange range;
        bool isSeam = false; ///< between two ranges that continue each other: a match may lie across
    };
    [[nodiscard]] std::vector<Address> searchPiece(const Piece &piece, size_t limit) const;
    [[nodiscard]] std::vector<Address> searchSeam(const Piece &piece, size_t limit) const;
    void divide(const std::vector<AddressRange> &ranges);

    const Memory &m_memory;
    MemoryPattern m_pattern;
    std::vector<Piece> m_pieces;
    uint64_t m_total = 0;
};

}
