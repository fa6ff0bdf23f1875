// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/elf/elfsymboltable.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <functional>

namespace Freezeframe
{

namespace
{

std::string_view nameAt(std::span<const std::byte> strings, uint32_t offset)
{
    if (offset >= strings.size())
        return {};
    const auto *begin = reinterpret_cast<const char *>(strings.data()) + offset;
    const void *end = std::memchr(begin, 0, strings.size() - offset);
    return end ? std::string_view(begin, static_cast<const char *>(end)) : std::string_view();
}

// Only a file made for it has names that collide so often; they are not found then, but nothing hangs.
constexpr size_t longestProbe = 4096;

uint64_t hashOf(std::string_view name)
{
    return std::hash<std::string_view>()(name);
}

/// Covers code or data at its address: not an import, a section, a file name or a thread-local offset.
bool hasPlace(const ElfSymbol &symbol)
{
    const bool isPlaced = symbol.type == STT_FUNC || symbol.type == STT_OBJECT || symbol.type == STT_NOTYPE
        || symbol.type == STT_GNU_IFUNC || symbol.type == STT_COMMON;
    return isPlaced && symbol.section != SHN_UNDEF && symbol.section != SHN_ABS;
}

uint64_t endOf(const ElfSymbol &symbol)
{
    return symbol.size > UINT64_MAX - symbol.address.value ? UINT64_MAX : symbol.address.value + symbol.size;
}

}

ElfSymbolTable::ElfSymbolTable(std::span<const Elf64_Sym> rows, std::span<const std::byte> strings)
{
    const size_t count = std::min<size_t>(rows.size(), UINT32_MAX);
    m_symbols.reserve(count);
    for (size_t index = 1; index < count; ++index) {
        const Elf64_Sym &raw = rows[index];
        m_symbols.push_back(ElfSymbol{.name = nameAt(strings, raw.st_name),
                                      .address = {raw.st_value},
                                      .size = raw.st_size,
                                      .type = static_cast<uint8_t>(ELF64_ST_TYPE(raw.st_info)),
                                      .section = raw.st_shndx});
    }
    if (!std::ranges::is_sorted(m_symbols, {}, &ElfSymbol::address)) // Go's linker sorts them
        std::ranges::stable_sort(m_symbols, {}, &ElfSymbol::address);
    m_reach.reserve(m_symbols.size());
    uint64_t reach = 0;
    for (const ElfSymbol &symbol : m_symbols) {
        if (hasPlace(symbol))
            reach = std::max(reach, endOf(symbol));
        m_reach.push_back(reach);
    }
    indexNames();
}

void ElfSymbolTable::indexNames()
{
    m_slots.assign(std::bit_ceil(m_symbols.size() * 2 + 1), 0);
    const size_t mask = m_slots.size() - 1;
    for (uint32_t index = 0; index < m_symbols.size(); ++index) {
        const std::string_view name = m_symbols[index].name;
        if (name.empty())
            continue;
        // Equal names share one slot, a definition before an import: a file of one name repeated stays linear.
        size_t slot = hashOf(name) & mask;
        size_t probes = 0;
        while (m_slots[slot] && m_symbols[m_slots[slot] - 1].name != name && ++probes < longestProbe)
            slot = (slot + 1) & mask;
        if (probes < longestProbe && (!m_slots[slot] || m_symbols[m_slots[slot] - 1].section == SHN_UNDEF))
            m_slots[slot] = index + 1;
    }
}

const ElfSymbol *ElfSymbolTable::find(std::string_view name) const
{
    if (m_slots.empty() || name.empty())
        return nullptr;
    const size_t mask = m_slots.size() - 1;
    for (size_t slot = hashOf(name) & mask; m_slots[slot]; slot = (slot + 1) & mask) {
        const ElfSymbol &symbol = m_symbols[m_slots[slot] - 1];
        if (symbol.name == name)
            return &symbol;
    }
    return nullptr;
}

const ElfSymbol *ElfSymbolTable::at(Address address) const
{
    const auto after = std::ranges::upper_bound(m_symbols, address, {}, &ElfSymbol::address);
    const ElfSymbol *nearest = nullptr;
    // Symbols may nest; one that reaches over everything must not make each look-up a walk over everything.
    constexpr int longestWalk = 256;
    int steps = 0;
    for (auto index = after - m_symbols.begin() - 1; index >= 0 && steps < longestWalk; --index, ++steps) {
        const ElfSymbol &symbol = m_symbols[static_cast<size_t>(index)];
        if (hasPlace(symbol)) {
            if (address.value < endOf(symbol))
                return &symbol;
            if (!nearest && symbol.size == 0 && !symbol.name.empty())
                nearest = &symbol;
        }
        if (m_reach[static_cast<size_t>(index)] <= address.value && nearest)
            break;
    }
    return nearest;
}

}
