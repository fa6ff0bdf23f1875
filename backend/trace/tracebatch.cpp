// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/trace/tracebatch.h"

#include <array>

namespace Freezeframe
{

namespace
{

/// Numbers behind the kind of each event, by kind from 0 on, as they are from Go 1.22 to 1.27; -1: of other form.
constexpr std::array<int8_t, 53> numbersOfEvents
    = {-1, -1, -1, -1, -1, -1, -1, -1, -1, 3, 3, 1, 4, 3, 4, 2, 3, 1, 1, 3, 3, 4, 3,  1,  1, 4, 3,
       1,  2,  3,  2,  2,  2,  3,  2,  2,  1, 2, 2, 2, 5, 3, 4, 4, 5, 3, 3, 4, 5, -1, -1, 4, -1};

std::optional<uint64_t> numberAt(std::string_view bytes, size_t &at)
{
    uint64_t number = 0;
    for (unsigned shift = 0; shift < 64 && at < bytes.size(); shift += 7) {
        const auto byte = static_cast<unsigned char>(bytes[at++]);
        number |= uint64_t(byte & 0x7f) << shift;
        if (byte < 0x80)
            return number;
    }
    return std::nullopt;
}

}

std::optional<TraceBatchHeader> traceBatchHeader(std::string_view batch)
{
    if (batch.empty() || batch.front() != char(TraceEvent::EventBatch))
        return std::nullopt;
    size_t at = 1;
    const auto generation = numberAt(batch, at);
    const auto thread = numberAt(batch, at);
    const auto time = numberAt(batch, at);
    const auto size = numberAt(batch, at);
    if (!generation || !thread || !time || !size || *size > batch.size() - at)
        return std::nullopt;
    return TraceBatchHeader{.generation = *generation,
                            .thread = *thread,
                            .time = *time,
                            .begin = at,
                            .end = at + size_t(*size),
                            .first = *size > 0 ? uint8_t(batch[at]) : uint8_t(0)};
}

size_t wholeTraceEvents(std::string_view events)
{
    size_t at = 0;
    while (at < events.size()) {
        const size_t begin = at;
        const auto kind = static_cast<unsigned char>(events[at++]);
        if (kind >= numbersOfEvents.size() || numbersOfEvents[kind] < 0)
            return events.size();
        for (int i = 0; i < numbersOfEvents[kind]; ++i) {
            if (!numberAt(events, at))
                return begin;
        }
    }
    return at;
}

void addTraceNumber(std::string &bytes, uint64_t number)
{
    for (; number >= 0x80; number >>= 7)
        bytes += char(number | 0x80);
    bytes += char(number);
}

std::string traceBatch(uint64_t generation, uint64_t thread, uint64_t time, std::string_view events)
{
    std::string batch(1, char(TraceEvent::EventBatch));
    for (const uint64_t number : {generation, thread, time, uint64_t(events.size())})
        addTraceNumber(batch, number);
    return batch.append(events);
}

void TraceBatches::add(std::string_view event)
{
    constexpr size_t header = 64; // more than the numbers before the events take
    if (m_open.size() + event.size() + header > largestTraceBatch)
        close();
    if (m_open.empty())
        m_open += char(m_first);
    m_open += event;
}

void TraceBatches::close()
{
    if (!m_open.empty())
        m_done += traceBatch(m_generation, ~uint64_t(0), m_time, m_open);
    m_open.clear();
}

std::string TraceBatches::take()
{
    close();
    return std::move(m_done);
}

}
