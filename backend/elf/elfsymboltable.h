// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/elf/elffile.h"

#include <utility>

namespace Freezeframe
{

/// The symbols of one file by address and by name. Immutable; any thread. Names are views into the string table.
class ElfSymbolTable
{
public:
    ElfSymbolTable() = default;
    /// @p entries and @p strings are the contents of a symbol table and of its string table, which outlive this.
    ElfSymbolTable(std::span<const std::byte> entries, std::span<const std::byte> strings);

    [[nodiscard]] const std::vector<ElfSymbol> &symbols() const { return m_symbols; }
    [[nodiscard]] const ElfSymbol *find(std::string_view name) const;
    [[nodiscard]] const ElfSymbol *at(Address address) const;

private:
    std::vector<ElfSymbol> m_symbols; ///< by address
    std::vector<std::pair<uint64_t, uint32_t>> m_byName; ///< hash of the name, index; ascending
    std::vector<uint64_t> m_reach; ///< the highest end of the symbols up to this index
};

}
