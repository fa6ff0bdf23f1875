// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/corelayout.h"

#include <algorithm>

namespace Freezeframe
{
namespace
{

constexpr uint64_t pageSize = 4096;

uint64_t roundedUp(uint64_t value, uint64_t step)
{
    return (value + step - 1) / step * step;
}

}

CoreLayout::CoreLayout(uint64_t headRoom)
    : m_headRoom(roundedUp(headRoom, pageSize))
    , m_end(m_headRoom)
{
}

PlacedRange CoreLayout::placeNew(AddressRange range)
{
    if (range.size() >= hugePage) {
        const uint64_t wanted = range.begin.value % hugePage;
        m_end += (wanted + hugePage - m_end % hugePage) % hugePage;
    }
    const PlacedRange place{.range = range, .offset = m_end};
    m_places.emplace(range.begin.value, place);
    m_end = roundedUp(m_end + range.size(), pageSize);
    return place;
}

std::vector<PlacedRange> CoreLayout::place(AddressRange range)
{
    std::vector<PlacedRange> places;
    const auto add = [&places](PlacedRange next) {
        const bool continues = !places.empty() && places.back().offset + places.back().range.size() == next.offset;
        if (continues)
            places.back().range.end = next.range.end;
        else
            places.push_back(next);
    };
    while (!range.isEmpty()) {
        auto after = m_places.upper_bound(range.begin.value);
        const AddressRange free{range.begin,
                                after == m_places.end() ? range.end : std::min(range.end, after->second.range.begin)};
        if (after != m_places.begin()) {
            const PlacedRange &old = std::prev(after)->second;
            if (range.begin < old.range.end) {
                const AddressRange part{range.begin, std::min(range.end, old.range.end)};
                add({.range = part, .offset = old.offset + (part.begin - old.range.begin)});
                range.begin = part.end;
                continue;
            }
        }
        add(placeNew(free));
        range.begin = free.end;
    }
    return places;
}

uint64_t CoreLayout::reserve(uint64_t size)
{
    const uint64_t offset = m_end;
    m_end = roundedUp(m_end + size, pageSize);
    return offset;
}

std::vector<PlacedRange> placesOf(const std::vector<AddressRange> &runs, CoreLayout &layout)
{
    std::vector<PlacedRange> places;
    for (const AddressRange &run : runs) {
        const auto parts = layout.place(run);
        places.insert(places.end(), parts.begin(), parts.end());
    }
    return places;
}

}
