// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/elf/elffile.h"

#include <elf.h>
#include <vector>

namespace Freezeframe
{

/// The symbols of one file by address and by name. Immutable; any thread. Names are views into the string table.
class ElfSymbolTable
{
public:
    ElfSymbolTable() = default;
    /// @p rows with the reserved row 0. @p strings, the contents of the table's string table, outlive this.
    ElfSymbolTable(std::span<const Elf64_Sym> rows, std::span<const std::byte> strings);

    [[nodiscard]] const std::vector<ElfSymbol> &symbols() const { return m_symbols; }
    [[nodiscard]] const ElfSymbol *find(std::string_view name) const;
    [[nodiscard]] const ElfSymbol *at(Address address) const;

private:
    void indexNames();

    std::vector<ElfSymbol> m_symbols; ///< by address
    std::vector<uint32_t> m_slots; ///< hash table by name, a power of two: index + 1 of a symbol, or 0
    std::vector<uint64_t> m_reach; ///< the highest end of the symbols up to this index
};

}
