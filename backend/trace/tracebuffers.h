// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/eval/evaluator.h"
#include "backend/eval/knownfields.h"

namespace Freezeframe
{

/// What the runtime's tracer has not yet handed to its reader (Go 1.22 to 1.27 runtime/trace.go: trace, tracebuf.go).
/// Told from the program's debug information. References outlive it; analysis thread only.
class TraceBuffers
{
public:
    /// @p trace: the variable runtime.trace.
    TraceBuffers(const GoRuntime &runtime, Evaluator &evaluator, Value trace);

    /// 0: nothing is traced.
    [[nodiscard]] uint64_t generation() const { return m_generation; }
    /// Whole batches of the generation that goes on, in an order in which they may stand in a trace.
    [[nodiscard]] std::vector<std::string> batches();
    /// After batches(): those that were still being filled, and those of them that were cut within an event.
    [[nodiscard]] size_t unfinished() const { return m_unfinished; }
    [[nodiscard]] size_t cut() const { return m_cut; }
    /// After batches(): when the last event was, in the trace's clock.
    [[nodiscard]] uint64_t lastTime() const { return m_lastTime; }
    /// A member of runtime.trace of which there is one for each of two generations.
    [[nodiscard]] std::optional<Value> half(std::string_view member) const;

private:
    [[nodiscard]] std::optional<std::string> batchOf(const Value &buffer);
    void addBuffer(std::vector<std::string> &batches, const std::optional<Value> &buffer);
    void addQueue(std::vector<std::string> &batches, const Value &queue);
    [[nodiscard]] std::optional<Value> element(const Value &array, uint64_t index) const;

    const GoRuntime &m_runtime;
    Evaluator &m_evaluator;
    const KnownFields &m_fields;
    Value m_trace;
    uint64_t m_generation = 0;
    size_t m_unfinished = 0;
    size_t m_cut = 0;
    uint64_t m_lastTime = 0;
};

}
