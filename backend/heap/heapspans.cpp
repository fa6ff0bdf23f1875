// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/heap/heapspans.h"

#include "backend/go/goruntimedata.h"

#include <algorithm>
#include <limits>

namespace Freezeframe
{

namespace
{

constexpr uint64_t mostSpans = uint64_t(1) << 26; // of 8 KiB at least: half a TiB
constexpr uint64_t mostPages = uint64_t(1) << 28; // 2 TiB of addresses between the first span and the last
constexpr uint64_t inUse = 1; // Go runtime/mheap.go: mSpanInUse
constexpr size_t mostSpecials = 1 << 22;

}

/// Reads the list of spans. One thread.
class HeapSpans::Reader
{
public:
    explicit Reader(const GoRuntime &runtime)
        : m_runtime(runtime)
        , m_memory(runtime.target().memory())
    {
        const auto field = [&](std::string_view path) { return plainField(runtime.layout(), "runtime.mspan", path); };
        m_begin = field("startAddr");
        m_pages = field("npages");
        m_objects = field("nelems");
        m_class = field("spanclass");
        m_state = field("state");
        m_size = field("elemsize");
        m_freeIndex = field("freeindex");
        m_allocated = field("allocBits");
        m_special = field("specials");
    }

    [[nodiscard]] Result<HeapSpans> read(const std::stop_token &stop)
    {
        const auto heap = m_runtime.variable("runtime.mheap_");
        const auto list = m_runtime.layout().find("runtime.mheap", "allspans");
        if (!heap || !list || !m_begin || !m_pages || !m_objects || !m_class || !m_state || !m_size)
            return fail(ErrorCode::NotFound, "where Go's heap is can't be told without the program's symbols");
        const auto first = m_memory.readPointer(*heap + list->offset);
        const auto count = m_memory.readAs<uint64_t>(*heap + (list->offset + 8));
        if (!first || !count)
            return std::unexpected(first ? count.error() : first.error());
        if (*count > mostSpans)
            return fail(ErrorCode::BadFormat,
                        "the list of the heap's spans is damaged: it has " + std::to_string(*count) + " of them");
        for (uint64_t i = 0; i < *count && !stop.stop_requested(); ++i) {
            if (const auto span = m_memory.readPointer(*first + i * sizeof(uint64_t)); span && !span->isNull())
                add(*span);
        }
        return finish();
    }

private:
    void add(Address span)
    {
        const auto value = [&](const PlainField &field) { return field.at(m_memory, span).value_or(0); };
        const Address begin{value(m_begin)};
        const uint64_t pages = value(m_pages);
        const uint64_t size = value(m_size);
        const uint64_t objects = value(m_objects);
        if (value(m_state) != inUse || pages == 0 || pages > mostPages || size == 0 || objects == 0
            || begin.value % (uint64_t(1) << pageBits) != 0
            || objects > (pages << pageBits) / std::min(size, pages << pageBits))
            return;
        // Go runtime/mheap.go: spanClass, the lowest bit says that nothing in the span is a pointer.
        m_spans.m_spans.push_back({.begin = begin,
                                   .objectSize = size,
                                   .objects = uint32_t(objects),
                                   .firstNumber = 0,
                                   .freeIndex = uint32_t(value(m_freeIndex)),
                                   .allocated = {value(m_allocated)},
                                   .hasPointers = (value(m_class) & 1) == 0});
        m_pageCounts.push_back(pages);
        addSpecials({m_special ? value(m_special) : 0}, begin);
    }

    void addSpecials(Address special, Address span)
    {
        // Go runtime/mheap.go: special{next, …} is at the start of every record.
        for (size_t i = 0; !special.isNull() && i < mostSpecials && m_spans.m_specials.size() < mostSpecials; ++i) {
            m_spans.m_specials.push_back(special);
            m_spans.m_specialSpans.push_back(span);
            special = m_memory.readPointer(special).value_or(Address{});
        }
    }

    [[nodiscard]] Result<HeapSpans> finish()
    {
        auto &spans = m_spans.m_spans;
        if (spans.empty())
            return fail(ErrorCode::NotFound, "no span of Go's heap can be read");
        const auto [lowest, highest] = std::ranges::minmax_element(spans, {}, &Span::begin);
        m_spans.m_firstPage = lowest->begin.value >> pageBits;
        const uint64_t last = (highest->begin.value >> pageBits) + m_pageCounts[size_t(highest - spans.begin())];
        if (last - m_spans.m_firstPage > mostPages)
            return fail(ErrorCode::Limit, "Go's heap is spread over more addresses than can be looked at");
        m_spans.m_pages.resize(last - m_spans.m_firstPage);
        uint64_t number = 0;
        for (size_t i = 0; i < spans.size(); ++i) {
            spans[i].firstNumber = uint32_t(number);
            number += spans[i].objects;
            if (number > std::numeric_limits<uint32_t>::max())
                return fail(ErrorCode::Limit, "Go's heap has more objects than can be looked at");
            const uint64_t page = (spans[i].begin.value >> pageBits) - m_spans.m_firstPage;
            const uint64_t end = std::min<uint64_t>(page + m_pageCounts[i], m_spans.m_pages.size());
            std::fill(m_spans.m_pages.begin() + std::ptrdiff_t(page), m_spans.m_pages.begin() + std::ptrdiff_t(end),
                      uint32_t(i + 1));
            m_spans.m_bytes += m_pageCounts[i] << pageBits;
        }
        m_spans.m_objects = uint32_t(number);
        return std::move(m_spans);
    }

    const GoRuntime &m_runtime;
    const Memory &m_memory;
    PlainField m_begin, m_pages, m_objects, m_class, m_state, m_size, m_special, m_freeIndex, m_allocated;
    std::vector<uint64_t> m_pageCounts;
    HeapSpans m_spans;
};

bool HeapSpans::isFree(const Memory &memory, const Object &object) const
{
    const uint64_t page = (object.begin.value >> pageBits) - m_firstPage;
    if (page >= m_pages.size() || m_pages[page] == 0)
        return false;
    const Span &span = m_spans[m_pages[page] - 1];
    const uint32_t slot = object.number - span.firstNumber;
    if (slot < span.freeIndex || span.allocated.isNull())
        return false;
    const auto bits = memory.readAs<uint8_t>(span.allocated + slot / 8);
    return bits && (*bits >> (slot % 8) & 1) == 0;
}

Result<HeapSpans> HeapSpans::read(const GoRuntime &runtime, const std::stop_token &stop)
{
    return Reader(runtime).read(stop);
}

}
