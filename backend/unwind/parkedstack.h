// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/go/goroutines.h"
#include "backend/go/gosymbols.h"

#include <array>
#include <vector>

namespace Freezeframe
{

/// Remembers frame sizes by pc over many stacks: a program with 100,000 goroutines has a few hundred pcs.
/// Belongs to its caller; one thread.
class ParkedCache
{
public:
    enum class Kind : uint8_t {
        Frame, ///< an ordinary frame of @ref size bytes
        Outermost, ///< nothing is above
        Unknown, ///< not Go, or pclntab alone can't tell what is above
    };
    struct Entry {
        uint64_t pc = 0;
        int32_t size = 0; ///< bytes from the stack pointer to the return address
        Kind kind = Kind::Unknown;
    };
    [[nodiscard]] const Entry &at(Address pc, const GoSymbols &symbols)
    {
        Entry &entry = m_entries[(pc.value * 0x9e3779b97f4a7c15) >> shift];
        if (entry.pc != pc.value)
            entry = look(pc, symbols);
        return entry;
    }
    [[nodiscard]] static Entry look(Address pc, const GoSymbols &symbols);

private:
    static constexpr int bits = 12;
    static constexpr int shift = 64 - bits;
    std::array<Entry, size_t{1} << bits> m_entries{};
};

/// The pcs of a goroutine that no thread runs, innermost first: physical frames, return addresses as they are.
/// Leaves @p out empty if pclntab alone can't tell them. No allocation but @p out; any thread.
void readParkedPcs(const Target &target, const GoSymbols &symbols, const GoroutineTable &table, uint32_t row,
                   size_t limit, ParkedCache *cache, std::vector<Address> &out);

}
