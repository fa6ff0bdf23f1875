// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/elf/elfsymboltable.h"

#include "backend/base/bytereader.h"

#include <algorithm>
#include <elf.h>
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

ElfSymbolTable::ElfSymbolTable(std::span<const std::byte> entries, std::span<const std::byte> strings)
{
    const size_t count = std::min<size_t>(entries.size() / sizeof(Elf64_Sym), UINT32_MAX);
    m_symbols.reserve(count);
    for (size_t index = 1; index < count; ++index) { // entry 0 is reserved
        const auto raw = *loadAt<Elf64_Sym>(entries, index * sizeof(Elf64_Sym));
        m_symbols.push_back(ElfSymbol{.name = nameAt(strings, raw.st_name),
                                      .address = {raw.st_value},
                                      .size = raw.st_size,
                                      .type = static_cast<uint8_t>(ELF64_ST_TYPE(raw.st_info)),
                                      .section = raw.st_shndx});
    }
    std::ranges::stable_sort(m_symbols, {}, &ElfSymbol::address);
    m_byName.reserve(m_symbols.size());
    m_reach.reserve(m_symbols.size());
    uint64_t reach = 0;
    for (const ElfSymbol &symbol : m_symbols) {
        if (!symbol.name.empty())
            m_byName.emplace_back(hashOf(symbol.name), static_cast<uint32_t>(m_reach.size()));
        if (hasPlace(symbol))
            reach = std::max(reach, endOf(symbol));
        m_reach.push_back(reach);
    }
    std::ranges::sort(m_byName);
}

const ElfSymbol *ElfSymbolTable::find(std::string_view name) const
{
    const ElfSymbol *import = nullptr;
    const uint64_t hash = hashOf(name);
    for (auto it = std::ranges::lower_bound(m_byName, std::pair(hash, uint32_t(0))); it != m_byName.end() && it->first == hash;
         ++it) {
        const ElfSymbol &symbol = m_symbols[it->second];
        if (symbol.name != name)
            continue;
        if (symbol.section != SHN_UNDEF)
            return &symbol;
        import = &symbol;
    }
    return import;
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
