// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The bytes of execution traces as Go writes them from 1.22 on (internal/trace/tracev2: events.go, spec.go; up to 1.24
// internal/trace/event/go122). Stateless, or values; any thread.

namespace Freezeframe
{

/// Kinds of events that tell batches apart; the same number in all releases.
enum class TraceEvent : uint8_t {
    EventBatch = 1,
    Stacks = 2,
    Stack = 3,
    Strings = 4,
    String = 5,
    Frequency = 8,
    ExperimentalBatch = 49,
    Sync = 50, ///< Go 1.25 on; before it a Frequency stood alone
    ClockSnapshot = 51,
    EndOfGeneration = 52, ///< in traces of Go 1.26 on
};

/// The largest batch that readers take, in bytes.
constexpr size_t largestTraceBatch = 64 << 10;

/// What stands before the events of a batch.
struct TraceBatchHeader {
    uint64_t generation = 0;
    uint64_t thread = 0;
    uint64_t time = 0; ///< in units of the trace's clock
    size_t begin = 0; ///< where the events begin
    size_t end = 0;
    uint8_t first = 0; ///< the first event, 0 if there is none
};
/// Of a whole batch of events; nothing if it is none.
[[nodiscard]] std::optional<TraceBatchHeader> traceBatchHeader(std::string_view batch);

/// How many bytes of @p events are whole ones: all if there are some of a kind that is not known.
[[nodiscard]] size_t wholeTraceEvents(std::string_view events);

void addTraceNumber(std::string &bytes, uint64_t number);

/// Batches that belong to no thread, each as full as may be.
class TraceBatches
{
public:
    /// @p first: the event that says what the batches are of.
    TraceBatches(uint64_t generation, uint64_t time, TraceEvent first)
        : m_generation(generation)
        , m_time(time)
        , m_first(first)
    {
    }
    void add(std::string_view event);
    /// All that was added, as batches.
    [[nodiscard]] std::string take();

private:
    void close();

    uint64_t m_generation;
    uint64_t m_time;
    TraceEvent m_first;
    std::string m_open;
    std::string m_done;
};

/// A batch with its header; @p thread: all ones for no thread.
[[nodiscard]] std::string traceBatch(uint64_t generation, uint64_t thread, uint64_t time, std::string_view events);

}
