// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/heapobjects.h"

#include <format>

namespace Freezeframe
{

namespace
{

constexpr uint64_t pageBytes = 8192; ///< Go 1.27 runtime/sizeclasses.go: _PageShift
constexpr uint64_t inUse = 1; ///< Go 1.27 runtime/mheap.go: mSpanInUse
constexpr size_t mostKept = 10'000;

}

HeapObjects::HeapObjects(const Target &target, Number number)
    : m_target(target)
    , m_number(std::move(number))
{
}

uint64_t HeapObjects::arenaOffset(Architecture architecture)
{
    return architecture == Architecture::X86_64 ? 0xffff'8000'0000'0000 : 0;
}

/// Go 1.27 runtime/mheap.go: mheap.arenas, heapArena.spans, mspan; since Go 1.19 with these names.
HeapObjects::Span HeapObjects::read(Address address) const
{
    const uint64_t arena = (address.value - arenaOffset(m_target.architecture().architecture)) / arenaBytes;
    const std::string span
        = std::format("runtime.mheap_.arenas[0][{}].spans[{}]", arena, address.value % arenaBytes / pageBytes);
    const auto state = m_number(span + ".state.s.value");
    const auto start = m_number(span + ".startAddr");
    const auto pages = m_number(span + ".npages");
    const auto size = m_number(span + ".elemsize");
    if (!state || *state != inUse || !start || !pages || !size || *size == 0 || *pages > UINT32_MAX)
        return {};
    const AddressRange range{{*start}, {*start + *pages * pageBytes}};
    if (!range.contains(address) || *size > range.size())
        return {};
    return {.range = range,
            .objectSize = *size,
            .nextFree = m_number(span + ".freeindex").value_or(UINT64_MAX),
            .allocated = {m_number(span + ".allocBits").value_or(0)}};
}

std::optional<HeapObject> HeapObjects::objectAt(Address address)
{
    const uint64_t page = address.value / pageBytes;
    auto found = m_spans.find(page);
    if (found == m_spans.end()) {
        if (m_spans.size() >= mostKept)
            m_spans.clear();
        found = m_spans.emplace(page, read(address)).first;
    }
    const Span &span = found->second;
    if (!span.range.contains(address))
        return std::nullopt;
    const uint64_t index = (address - span.range.begin) / span.objectSize;
    const Address begin = span.range.begin + index * span.objectSize;
    if (span.range.end - begin < span.objectSize)
        return std::nullopt; // what is left at the end of a span
    HeapObject object{.address = begin, .size = span.objectSize};
    if (index >= span.nextFree && !span.allocated.isNull()) {
        const auto bits = m_target.memory().readAs<uint8_t>(span.allocated + index / 8);
        object.isFree = bits && (*bits >> (index % 8) & 1) == 0;
    }
    return object;
}

}
