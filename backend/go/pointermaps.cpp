// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/go/pointermaps.h"

#include "backend/base/bytereader.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

// Go internal/abi/symtab.go
constexpr uint32_t stackMapIndex = 1; ///< PCDATA
constexpr uint32_t argumentsPointerMaps = 0; ///< FUNCDATA
constexpr uint32_t localsPointerMaps = 1;
constexpr uint32_t stackObjects = 2;

constexpr uint64_t wordSize = 8;
constexpr uint64_t objectSize = 16; ///< Go runtime/stkframe.go: stackObjectRecord
constexpr uint64_t mostObjects = 1 << 16;

}

std::optional<bool> PointerMaps::Map::at(Address place) const
{
    if (place < begin || (place - begin) / wordSize >= words)
        return std::nullopt;
    const uint64_t word = (place - begin) / wordSize;
    return (std::to_integer<unsigned>(bits[word / 8]) >> (word % 8) & 1U) != 0;
}

/// Go runtime/symtab.go: stackmap, and stackmapdata().
PointerMaps::Map PointerMaps::readMap(std::span<const std::byte> data, int32_t index)
{
    const auto count = loadAt<int32_t>(data, 0);
    const auto words = loadAt<int32_t>(data, 4);
    if (!count || !words || *words <= 0 || index < 0 || index >= *count)
        return {};
    const uint64_t bytes = (static_cast<uint64_t>(*words) + 7) / 8;
    const uint64_t offset = 8 + bytes * static_cast<uint64_t>(index);
    if (offset > data.size() || bytes > data.size() - offset)
        return {};
    return {.begin = {}, .words = static_cast<uint64_t>(*words), .bits = data.subspan(offset, bytes)};
}

std::optional<PointerMaps> PointerMaps::at(const Pclntab &table, const GoFunction &function, Address pc, Address cfa)
{
    const auto index = table.pcData(function, stackMapIndex, pc);
    const auto size = table.frameSize(function, pc);
    if (!index || *index < 0 || !size || *size < 0)
        return std::nullopt;
    PointerMaps maps;
    // Go runtime/stkframe.go: getStackMap; below the return address is the caller's frame pointer, if there is a frame.
    maps.m_localsEnd = cfa - (*size > 0 ? 2 * wordSize : wordSize);
    maps.m_argumentsBegin = cfa;
    maps.m_locals = readMap(table.funcData(function, localsPointerMaps), *index);
    maps.m_locals.begin = maps.m_localsEnd - maps.m_locals.words * wordSize;
    maps.m_arguments = readMap(table.funcData(function, argumentsPointerMaps), *index);
    maps.m_arguments.begin = cfa;
    maps.m_objects = table.funcData(function, stackObjects);
    return maps;
}

PointerMaps::Layout PointerMaps::layoutOf(const Pclntab &table, const GoFunction &function)
{
    constexpr Address cfa{uint64_t(1) << 40}; // distances are told as addresses
    const auto distance = [](Address address) { return static_cast<int32_t>(address.value - cfa.value); };
    PointerMaps maps;
    maps.m_localsEnd = cfa - 2 * wordSize;
    maps.m_argumentsBegin = cfa;
    maps.m_objects = table.funcData(function, stackObjects);
    Layout layout;
    const Map locals = readMap(table.funcData(function, localsPointerMaps), 0);
    if (locals.words > 0)
        layout.pointersBegin = distance(maps.m_localsEnd - locals.words * wordSize);
    for (const AddressRange &object : maps.objects())
        layout.objects.emplace_back(distance(object.begin), distance(object.end));
    return layout;
}

std::vector<AddressRange> PointerMaps::objects() const
{
    std::vector<AddressRange> ranges;
    const uint64_t objects = std::min(loadAt<uint64_t>(m_objects, 0).value_or(0), mostObjects);
    for (uint64_t i = 0; i < objects; ++i) {
        const auto offset = loadAt<int32_t>(m_objects, wordSize + i * objectSize);
        const auto size = loadAt<int32_t>(m_objects, wordSize + i * objectSize + 4);
        if (!offset || !size)
            break;
        const Address begin = (*offset < 0 ? m_localsEnd : m_argumentsBegin) + static_cast<uint64_t>(int64_t{*offset});
        ranges.push_back({begin, begin + static_cast<uint64_t>(std::max(*size, 0))});
    }
    return ranges;
}

std::optional<bool> PointerMaps::isUsed(Address place) const
{
    if (std::ranges::any_of(objects(), [place](const AddressRange &object) { return object.contains(place); }))
        return std::nullopt;
    const auto local = m_locals.at(place);
    return local ? local : m_arguments.at(place);
}

bool PointerMaps::isPointer(Address place) const
{
    return m_locals.at(place).value_or(false) || m_arguments.at(place).value_or(false);
}

}
