// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/memoryregions.h"

#include <algorithm>
#include <elf.h>

namespace Freezeframe
{

namespace
{

/// Of the range in a sorted list that has @p address, or the end of the list.
template<class List, class Range>
auto rangeAt(const List &list, Address address, Range range)
{
    auto after = std::ranges::upper_bound(list, address, {}, [&range](const auto &row) { return range(row).begin; });
    if (after == list.begin())
        return list.end();
    --after;
    return range(*after).contains(address) ? after : list.end();
}

/// Go 1.27 runtime/malloc.go, mallocinit: on 64-bit systems the heap is asked for at 0xc0<<32 first.
bool isFirstHint(Address address)
{
    return address.value >> 32 == 0xc0;
}

}

std::string MemoryRegion::permissions() const
{
    if (flags == 0)
        return bytes == Bytes::Absent ? "---" : "";
    return {(flags & PF_R) ? 'r' : '-', (flags & PF_W) ? 'w' : '-', (flags & PF_X) ? 'x' : '-'};
}

std::string_view MemoryRegion::bytesText() const
{
    switch (bytes) {
    case Bytes::InCore: return "in the core";
    case Bytes::FromFile: return "from its file";
    case Bytes::CutOff: return "cut off";
    case Bytes::Absent: break;
    }
    return flags == 0 ? "reserved" : "not in the core";
}

MemoryRegions::MemoryRegions(const Target &target, const GoroutineTable *table, std::vector<AddressRange> arenas)
    : m_arenas(std::move(arenas))
    , m_hasGo(table != nullptr)
{
    for (size_t row = 0; table && row < table->size(); ++row) {
        const AddressRange range{table->stackLow[row], table->stackHigh[row]};
        if (!range.isEmpty())
            m_stacks.push_back({range, table->id[row]});
    }
    std::ranges::sort(m_stacks, {}, &Stack::range);
    for (const Target::Region &region : target.regions())
        add(region, region.inCore ? MemoryRegion::Bytes::InCore : MemoryRegion::Bytes::FromFile, target);
    for (const Target::Region &region : target.missingRegions())
        add(region, region.isCutOff ? MemoryRegion::Bytes::CutOff : MemoryRegion::Bytes::Absent, target);
    std::ranges::sort(m_regions, {}, &MemoryRegion::range);
}

void MemoryRegions::add(const Target::Region &region, MemoryRegion::Bytes bytes, const Target &target)
{
    m_regions.push_back({.range = region.range, .bytes = bytes, .flags = region.flags, .what = whatIs(region, target)});
}

std::string MemoryRegions::whatIs(const Target::Region &region, const Target &target) const
{
    const auto self = [](const AddressRange &range) { return range; };
    if (rangeAt(m_arenas, region.range.begin, self) != m_arenas.end())
        return "Go heap";
    if (m_hasGo && m_arenas.empty() && region.path.empty() && isFirstHint(region.range.begin))
        return "Go heap, by its address";
    const auto thread = std::ranges::find_if(
        target.threads(), [&region](const CoreThread &one) { return region.range.contains(one.registers.sp()); });
    if (thread != target.threads().end() && (region.flags & PF_W))
        return "stack of thread " + std::to_string(thread->tid);
    const Module *module = target.moduleAt(region.range.begin);
    if (module && (region.path.empty() || region.path == module->path || module->path.starts_with('['))) {
        if (module->path.starts_with('['))
            return module->path;
        if (region.flags & PF_X)
            return "code of " + module->path;
        return ((region.flags & PF_W) ? "data of " : "constants of ") + module->path;
    }
    if (!region.path.empty() || !(region.flags & PF_R))
        return region.path;
    return "memory without a file";
}

const MemoryRegion *MemoryRegions::at(Address address) const
{
    const auto found = rangeAt(m_regions, address, [](const MemoryRegion &region) { return region.range; });
    return found == m_regions.end() ? nullptr : &*found;
}

std::string MemoryRegions::placeOf(Address address) const
{
    const auto stack = rangeAt(m_stacks, address, [](const Stack &one) { return one.range; });
    if (stack != m_stacks.end())
        return "stack of goroutine " + std::to_string(stack->goroutine);
    const MemoryRegion *region = at(address);
    return region ? region->what : std::string();
}

}
