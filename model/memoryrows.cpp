// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/memoryrows.h"

#include <algorithm>

namespace Freezeframe
{

MemoryRows::MemoryRows(RegionList regions, uint64_t bytesPerRow)
    : m_regions(std::move(regions))
    , m_bytesPerRow(bytesPerRow)
{
    if (!m_regions || m_regions->empty())
        return;
    Address next; // the first that no region so far has
    bool isFull = false; // up to the last address there is
    for (const MemoryRegion &region : *m_regions) {
        const Address begin = std::max(region.range.begin, next);
        if (isFull || region.range.end <= begin)
            continue;
        if (next < begin)
            add(next, begin - 1, true, false);
        const bool isHole = region.bytes == MemoryRegion::Bytes::Absent || region.bytes == MemoryRegion::Bytes::CutOff;
        add(begin, region.range.end - 1, isHole, !isHole);
        next = region.range.end;
        isFull = next.isNull();
    }
    if (!isFull)
        add(next, Address{UINT64_MAX}, true, false);
    for (Stretch &stretch : m_stretches) {
        stretch.firstRow = m_count;
        m_count += stretch.isHole ? 1 : qint64(lineOf(stretch.last) - lineOf(stretch.first)) + 1;
    }
}

void MemoryRows::add(Address first, Address last, bool isHole, bool joins)
{
    if (joins && !m_stretches.empty() && !m_stretches.back().isHole)
        m_stretches.back().last = last;
    else
        m_stretches.push_back({.first = first, .last = last, .isHole = isHole});
}

const MemoryRows::Stretch &MemoryRows::stretchOf(Address address) const
{
    const auto after = std::ranges::upper_bound(m_stretches, address, {}, &Stretch::first);
    return *std::prev(after); // the first begins at 0
}

MemoryRows::Row MemoryRows::row(qint64 number) const
{
    const auto after = std::ranges::upper_bound(m_stretches, number, {}, &Stretch::firstRow);
    const Stretch &stretch = *std::prev(after);
    if (stretch.isHole)
        return {.first = stretch.first, .last = stretch.last, .isHole = true};
    const uint64_t line = lineOf(stretch.first) + uint64_t(number - stretch.firstRow);
    const Address begin{line * m_bytesPerRow};
    return {.first = std::max(begin, stretch.first),
            .last = std::min(begin + (m_bytesPerRow - 1), stretch.last),
            .isHole = false};
}

qint64 MemoryRows::rowOf(Address address) const
{
    if (m_stretches.empty())
        return 0;
    const Stretch &stretch = stretchOf(address);
    return stretch.firstRow + (stretch.isHole ? 0 : qint64(lineOf(address) - lineOf(stretch.first)));
}

MemoryRows::Row MemoryRows::stretchAt(Address address) const
{
    if (m_stretches.empty())
        return {.first = address, .last = address, .isHole = true};
    const Stretch &stretch = stretchOf(address);
    return {.first = stretch.first, .last = stretch.last, .isHole = stretch.isHole};
}

const MemoryRegion *MemoryRows::regionAt(Address address) const
{
    if (!m_regions)
        return nullptr;
    const auto begin = [](const MemoryRegion &region) { return region.range.begin; };
    const auto after = std::ranges::upper_bound(*m_regions, address, {}, begin);
    if (after == m_regions->begin())
        return nullptr;
    const MemoryRegion &region = *std::prev(after);
    return region.range.contains(address) ? &region : nullptr;
}

}
