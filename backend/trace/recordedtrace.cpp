// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/trace/recordedtrace.h"

#include "backend/trace/tracebatch.h"
#include "backend/trace/tracestacks.h"

#include <algorithm>
#include <format>

namespace Freezeframe
{

namespace
{

constexpr uint64_t mostGenerations = 10'000;
constexpr uint64_t mostBatches = 1'000'000; ///< of one generation
constexpr uint64_t largestTrace = uint64_t(1) << 30; ///< bytes; recorders keep some MiB unless told otherwise
constexpr size_t headerSize = 16;
constexpr uint64_t clockUnit = 64; ///< nanoseconds (Go runtime/tracetime.go: traceTimeDiv, where there is a good clock)
constexpr uint64_t nanoseconds = 1'000'000'000;

/// Puts a trace together. Lives during one question.
class Assembly
{
public:
    Assembly(const GoRuntime &runtime, Evaluator &evaluator, const std::stop_token &stop)
        : m_runtime(runtime)
        , m_evaluator(evaluator)
        , m_fields(evaluator.knownFields())
        , m_stop(stop)
    {
    }

    Result<RecordedTrace> run()
    {
        if (m_runtime.minorVersion() < 25)
            return fail(ErrorCode::Unsupported, "before Go 1.25 a program keeps no trace in its memory");
        const auto trace = m_evaluator.packageVariable("runtime.trace");
        const auto tracing = m_evaluator.packageVariable("runtime/trace.tracing");
        if (!trace)
            return fail(ErrorCode::NotFound,
                        "where the trace is can't be told: this executable has no debug information");
        const auto recorder = tracing ? m_fields.at(*tracing, "flightRecorder.r") : std::nullopt;
        const auto flight
            = recorder ? m_fields.followedStruct(*recorder, "runtime/trace.FlightRecorder") : std::nullopt;
        if (!flight)
            return fail(ErrorCode::NotFound, withoutRecorder(*trace));
        std::string header(headerSize, '\0');
        const auto known = m_fields.at(*flight, "header");
        if (!known || !m_runtime.target().memory().read(known->address, std::as_writable_bytes(std::span(header))))
            return fail(ErrorCode::NotInCore, "the memory of the flight recorder is not in this core");
        if (!header.starts_with("go 1."))
            return fail(ErrorCode::NotFound, "the flight recorder has not recorded anything yet");
        m_result.bytes = header;
        m_hasEnds = header > "go 1.26";
        addRing(*flight);
        addCurrent(*flight, *trace);
        if (m_stop.stop_requested())
            return fail(ErrorCode::Cancelled, "stopped");
        if (m_result.generations == 0)
            return fail(ErrorCode::NotFound, "no generation of the trace is whole");
        if (m_last > m_first)
            m_result.seconds = double(m_last - m_first) * double(clockUnit) / double(nanoseconds);
        return std::move(m_result);
    }

private:
    std::string withoutRecorder(const Value &trace) const
    {
        const bool isTracing = m_fields.number(trace, "gen").value_or(0) != 0;
        return isTracing
            ? "this program writes its trace out as it goes: what it has not written yet begins in the " "midst, and is no trace of its own; a trace.FlightRecorder keeps its last seconds"
            : "this program was not tracing: a trace.FlightRecorder (Go 1.25 on) keeps its last seconds";
    }

    /// Batches of a runtime/trace.rawGeneration: of Go 1.25 each in a struct, since 1.26 slices of bytes.
    std::vector<std::string> batchesOf(const Value &generation)
    {
        std::vector<std::string> batches;
        const auto list = m_fields.at(generation, "batches");
        const uint64_t count = list ? std::min(m_evaluator.length(*list).value_or(0), mostBatches) : 0;
        const auto all = count > 0 ? m_evaluator.children(*list, 0, count) : Result<std::vector<Value>>();
        for (const Value &batch : all.value_or(std::vector<Value>())) {
            if (m_stop.stop_requested())
                break;
            const bool isBytes = batch.type && batch.type->kind == TypeKind::Slice;
            auto bytes = m_fields.bytes(batch, isBytes ? "" : "data", largestTraceBatch + headerSize);
            if (!bytes) {
                ++m_lost;
                continue;
            }
            m_size += bytes->size();
            if (m_size > largestTrace) {
                ++m_lost;
                break;
            }
            noteTimes(*bytes);
            batches.push_back(std::move(*bytes));
        }
        return batches;
    }

    void noteTimes(std::string_view batch)
    {
        const auto header = traceBatchHeader(batch);
        if (!header || header->time == 0)
            return;
        m_first = m_first == 0 ? header->time : std::min(m_first, header->time);
        m_last = std::max(m_last, header->time);
    }

    void addRing(const Value &flight)
    {
        const auto ring = m_fields.at(flight, "ring");
        const uint64_t count = ring ? std::min(m_evaluator.length(*ring).value_or(0), mostGenerations) : 0;
        const auto all = count > 0 ? m_evaluator.children(*ring, 0, count) : Result<std::vector<Value>>();
        for (const Value &generation : all.value_or(std::vector<Value>())) {
            const size_t lostBefore = m_lost;
            const std::vector<std::string> batches = batchesOf(generation);
            if (m_lost > lostBefore || batches.empty()) {
                m_result.notes.push_back("a generation of the trace is left out: it is not whole in this core");
                continue;
            }
            for (const std::string &batch : batches)
                m_result.bytes += batch;
            ++m_result.generations;
        }
    }

    /// The generation that was not finished: what the recorder has of it, and what the runtime still has.
    void addCurrent(const Value &flight, const Value &trace)
    {
        TraceBuffers buffers(m_runtime, m_evaluator, trace);
        const auto active = m_fields.at(flight, "active");
        const uint64_t received = active ? uint64_t(m_fields.number(*active, "gen").value_or(0)) : 0;
        if (buffers.generation() == 0 || (received != 0 && received != buffers.generation())) {
            m_result.notes.push_back("what came after the last whole generation is left out");
            return;
        }
        const size_t lostBefore = m_lost;
        std::vector<std::string> batches = active ? batchesOf(*active) : std::vector<std::string>();
        if (m_lost > lostBefore) {
            m_result.notes.push_back("what came after the last whole generation is left out: it is not in this core");
            return;
        }
        for (std::string &batch : buffers.batches()) {
            noteTimes(batch);
            if (batches.empty() || batches.back() != batch) // the reader may have it in hand, and kept already
                batches.push_back(std::move(batch));
        }
        if (batches.empty())
            return;
        m_last = std::max(m_last, buffers.lastTime());
        const uint64_t time = m_last + 1;
        const bool hasSync = std::ranges::any_of(batches, [](const std::string &batch) {
            const auto header = traceBatchHeader(batch);
            return header && header->first == uint8_t(TraceEvent::Sync);
        });
        for (const std::string &batch : batches)
            m_result.bytes += batch;
        TraceStacks stacks(m_runtime, m_evaluator, buffers, time);
        m_result.bytes += stacks.batches(m_stop);
        if (!hasSync)
            m_result.bytes += syncBatch(buffers.generation(), time);
        if (m_hasEnds)
            m_result.bytes += char(TraceEvent::EndOfGeneration);
        ++m_result.generations;
        m_result.notes.push_back(std::format(
            "the last generation was not finished: {} batch{} that were being filled " "and {} stacks of it come from the runtime's own memory",
            buffers.unfinished(), buffers.unfinished() == 1 ? "" : "es", stacks.count()));
        if (buffers.cut() > 0)
            m_result.notes.push_back(
                std::format("{} of these ended within an event, and were cut before it", buffers.cut()));
    }

    /// The trace's clock beside the others (Go runtime/tracetime.go: traceSyncBatch).
    [[nodiscard]] std::string syncBatch(uint64_t generation, uint64_t time) const
    {
        std::string events(1, char(TraceEvent::Sync));
        events += char(TraceEvent::Frequency);
        addTraceNumber(events, nanoseconds / clockUnit);
        const uint64_t monotonic = (time + 1) * clockUnit;
        const uint64_t wall = monotonic + uint64_t(m_runtime.wallOffset().value_or(-int64_t(monotonic)));
        events += char(TraceEvent::ClockSnapshot);
        for (const uint64_t number : {uint64_t(1), monotonic, wall / nanoseconds, wall % nanoseconds})
            addTraceNumber(events, number);
        return traceBatch(generation, ~uint64_t(0), time, events);
    }

    const GoRuntime &m_runtime;
    Evaluator &m_evaluator;
    const KnownFields &m_fields;
    std::stop_token m_stop;
    RecordedTrace m_result;
    bool m_hasEnds = false; ///< each generation ends with an event that says so
    size_t m_lost = 0; ///< batches
    uint64_t m_size = 0; ///< bytes of batches that were read
    uint64_t m_first = 0, m_last = 0; ///< in the trace's clock
};

}

Result<RecordedTrace> recordedTrace(const GoRuntime &runtime, Evaluator &evaluator, const std::stop_token &stop)
{
    return Assembly(runtime, evaluator, stop).run();
}

}
