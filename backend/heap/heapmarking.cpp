// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/heap/heapmarking.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace Freezeframe
{

namespace
{

constexpr uint64_t wordSize = sizeof(uint64_t);
constexpr uint64_t pieceSize = 1 << 20; // read at once

}

HeapMarking::HeapMarking(const Memory &memory, const HeapSpans &spans)
    : m_memory(memory)
    , m_spans(spans)
    , m_marks(spans.objectCount())
    , m_closed(spans.objectCount())
    , m_watched(spans.objectCount())
{
}

void HeapMarking::close(Address address)
{
    if (const auto object = m_spans.at(address))
        m_closed[object->number] = true;
}

bool HeapMarking::watch(Address address)
{
    const auto object = m_spans.at(address);
    if (object)
        m_watched[object->number] = true;
    return object.has_value();
}

void HeapMarking::addRoots(AddressRange range)
{
    scan(range);
}

void HeapMarking::addRoot(uint64_t word)
{
    const auto object = m_spans.at({word});
    if (!object || m_marks[object->number])
        return;
    m_marks[object->number] = true;
    if (m_watched[object->number])
        m_reached.push_back(object->number);
    if (object->hasPointers && !m_closed[object->number])
        m_pending.push_back({object->begin, object->begin + object->size});
}

void HeapMarking::open(Address address)
{
    if (const auto object = m_spans.at(address))
        scan({object->begin, object->begin + object->size});
}

void HeapMarking::run(const std::stop_token &stop, const std::function<void()> &pause)
{
    constexpr uint64_t between = 1 << 16; // ranges scanned: some milliseconds
    uint64_t scanned = 0;
    while (!m_pending.empty() && !stop.stop_requested()) {
        const AddressRange range = m_pending.back();
        m_pending.pop_back();
        scan(range);
        if (++scanned % between == 0 && pause)
            pause();
    }
}

void HeapMarking::scan(AddressRange range)
{
    Address at{(range.begin.value + wordSize - 1) / wordSize * wordSize};
    const Address end{range.end.value / wordSize * wordSize};
    std::vector<std::byte> copy;
    while (at < end) {
        const uint64_t wanted = std::min<uint64_t>(end - at, pieceSize);
        if (const auto bytes = m_memory.view(at, wanted); !bytes.empty()) {
            scanWords(bytes);
            at = at + wanted;
            continue;
        }
        const uint64_t readable = std::min(m_memory.readableSize(at, wanted), wanted) / wordSize * wordSize;
        copy.resize(readable);
        if (readable == 0 || !m_memory.read(at, copy)) {
            constexpr uint64_t page = 4096;
            const Address next = std::min(end, Address{(at.value / page + 1) * page});
            m_unreadable += next - at;
            at = next;
            continue;
        }
        scanWords(copy);
        at = at + readable;
    }
}

void HeapMarking::scanWords(std::span<const std::byte> bytes)
{
    for (size_t i = 0; i + wordSize <= bytes.size(); i += wordSize) {
        uint64_t word = 0;
        std::memcpy(&word, bytes.data() + i, wordSize);
        addRoot(word);
    }
}

bool HeapMarking::isReached(Address address) const
{
    const auto object = m_spans.at(address);
    return object && m_marks[object->number];
}

bool HeapMarking::isClosed(Address address) const
{
    const auto object = m_spans.at(address);
    return object && m_closed[object->number];
}

std::vector<uint32_t> HeapMarking::takeReached()
{
    return std::exchange(m_reached, {});
}

}
