// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/trace/tracebuffers.h"

#include "backend/trace/tracebatch.h"

#include <set>

namespace Freezeframe
{

namespace
{

constexpr size_t lengthSize = 10; ///< bytes that the runtime leaves for the length of a batch (traceBytesPerNumber)
constexpr size_t mostBuffers = 1 << 16;

}

TraceBuffers::TraceBuffers(const GoRuntime &runtime, Evaluator &evaluator, Value trace)
    : m_runtime(runtime)
    , m_evaluator(evaluator)
    , m_fields(evaluator.knownFields())
    , m_trace(std::move(trace))
    , m_generation(uint64_t(m_fields.number(m_trace, "gen").value_or(0)))
{
}

std::optional<Value> TraceBuffers::element(const Value &array, uint64_t index) const
{
    auto found = m_evaluator.children(array, index, 1);
    if (!found || found->size() != 1 || found->front().error || !found->front().type)
        return std::nullopt;
    return std::move(found->front());
}

std::optional<Value> TraceBuffers::half(std::string_view member) const
{
    const auto both = m_fields.at(m_trace, member);
    return both ? element(*both, m_generation % 2) : std::nullopt;
}

std::optional<std::string> TraceBuffers::batchOf(const Value &buffer)
{
    const auto position = m_fields.number(buffer, "traceBufHeader.pos");
    const auto length = m_fields.number(buffer, "traceBufHeader.lenPos");
    const auto bytes = m_fields.at(buffer, "arr");
    if (!position || !length || !bytes || *position > Int128(largestTraceBatch) || *length < 0
        || *length + Int128(lengthSize) > *position)
        return std::nullopt;
    std::string batch(size_t(*position), '\0');
    if (!m_runtime.target().memory().read(bytes->address, std::as_writable_bytes(std::span(batch))))
        return std::nullopt;
    const auto at = size_t(*length);
    const std::string_view events = std::string_view(batch).substr(at + lengthSize);
    // Buffers that are full have their length; it stands there once more, with zeros to fill its place.
    const bool isOfThread = !events.empty() && batch.front() == char(TraceEvent::EventBatch);
    const size_t whole = isOfThread ? wholeTraceEvents(events) : events.size();
    m_cut += whole < events.size();
    batch.resize(at + lengthSize + whole);
    uint64_t rest = whole;
    for (size_t i = 0; i < lengthSize; ++i, rest >>= 7)
        batch[at + i] = char((rest & 0x7f) | (i + 1 < lengthSize ? 0x80 : 0));
    if (whole == 0)
        return std::nullopt;
    m_lastTime = std::max(m_lastTime, uint64_t(m_fields.number(buffer, "traceBufHeader.lastTime").value_or(0)));
    return batch;
}

void TraceBuffers::addBuffer(std::vector<std::string> &batches, const std::optional<Value> &buffer)
{
    const auto whole = buffer ? m_fields.followed(*buffer) : std::nullopt;
    auto batch = whole ? batchOf(*whole) : std::nullopt;
    if (!batch)
        return;
    ++m_unfinished;
    batches.push_back(std::move(*batch));
}

void TraceBuffers::addQueue(std::vector<std::string> &batches, const Value &queue)
{
    std::set<Address> seen;
    auto link = m_fields.at(queue, "head");
    while (link && seen.size() < mostBuffers) {
        const auto buffer = m_fields.followed(*link);
        if (!buffer || !seen.insert(buffer->address).second)
            return;
        if (auto batch = batchOf(*buffer))
            batches.push_back(std::move(*batch));
        link = m_fields.at(*buffer, "traceBufHeader.link");
    }
}

std::vector<std::string> TraceBuffers::batches()
{
    std::vector<std::string> batches;
    if (m_generation == 0)
        return batches;
    // What the reader has in hand comes before what waits for it.
    if (uint64_t(m_fields.number(m_trace, "readerGen").value_or(0)) == m_generation) {
        if (const auto reading = m_fields.at(m_trace, "reading"))
            addBuffer(batches, reading);
    }
    if (const auto full = half("full"))
        addQueue(batches, *full);
    const auto machineType = m_evaluator.typeNamed("runtime.m");
    for (const GoMachine &machine : m_runtime.machines()) {
        const auto value = machineType ? m_evaluator.valueAt((*machineType)->self, machine.address)
                                       : Result<Value>(fail(ErrorCode::NotFound, {}));
        const auto both = value ? m_fields.at(*value, "trace.buf") : std::nullopt;
        auto buffer = both ? element(*both, m_generation % 2) : std::nullopt;
        if (buffer && buffer->type->kind == TypeKind::Array) // Go 1.23 on: one for each experiment, the first for none
            buffer = element(*buffer, 0);
        addBuffer(batches, buffer);
    }
    if (const auto strings = half("stringTab"))
        addBuffer(batches, m_fields.at(*strings, "buf"));
    addBuffer(batches, half("cpuBuf"));
    return batches;
}

}
