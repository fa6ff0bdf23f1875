// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/trace/tracebatch.h"
#include "backend/trace/tracebuffers.h"

#include <map>

namespace Freezeframe
{

/// Writes the tables of stacks and strings that end a generation, as the runtime does (Go 1.23 to 1.27
/// runtime/tracestack.go: traceStackTable.dump, tracemap.go). References outlive it; one thread.
class TraceStacks
{
public:
    TraceStacks(const GoRuntime &runtime, Evaluator &evaluator, const TraceBuffers &buffers, uint64_t time);

    /// Batches with all stacks of the generation, and with the strings that they name.
    [[nodiscard]] std::string batches(const std::stop_token &stop);
    [[nodiscard]] size_t count() const { return m_count; }

private:
    struct Node {
        uint64_t id = 0;
        std::vector<uint64_t> words;
        std::vector<Address> children;
    };
    [[nodiscard]] std::optional<Node> nodeAt(Address address) const;
    void addStack(TraceBatches &stacks, const Node &node);
    struct Frame {
        Address pc;
        std::string_view function, file;
        int32_t line = 0;
    };
    [[nodiscard]] std::vector<Frame> framesOf(std::span<const uint64_t> words) const;
    [[nodiscard]] uint64_t stringNumber(std::string_view text);

    const GoRuntime &m_runtime;
    const TraceBuffers &m_buffers;
    uint64_t m_time;
    uint64_t m_nextString = 1;
    Address m_root;
    std::map<std::string, uint64_t, std::less<>> m_strings;
    TraceBatches m_stringBatches;
    struct {
        uint64_t id = 0, data = 0;
    } m_offsets;
    size_t m_count = 0;
};

}
