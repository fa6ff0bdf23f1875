// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/finding.h"
#include "backend/findings/framevalues.h"
#include "backend/findings/nilsuspects.h"

namespace Freezeframe
{

/// Which variable was nil when the program died of it, and where that nil came from: told from the values in the core
/// and the lines of source, where they are here. References outlive it; analysis thread only.
class NilOrigin
{
public:
    explicit NilOrigin(const FindingSources &sources)
        : m_sources(sources)
        , m_frames(sources)
    {
    }

    /// @p row: of the goroutine that died. Nothing if no variable can be named.
    [[nodiscard]] std::optional<Finding> finding(uint32_t row);

private:
    /// The frame that used nil: the one that was interrupted, or that called the runtime with a nil map.
    [[nodiscard]] std::optional<size_t> guiltyFrame() const;
    void trace(size_t frame, const std::string &expression, unsigned depth);
    void traceField(size_t frame, const std::string &expression);
    void traceArgument(size_t frame, const std::string &name, unsigned depth);
    void traceCall(size_t frame, size_t caller, int parameter, unsigned depth);
    /// False if no line above gives it a value.
    [[nodiscard]] bool traceAssignment(size_t frame, const std::string &name, unsigned depth);
    void explain(size_t frame, const GoAssignment &assignment, unsigned depth);
    [[nodiscard]] bool explainIndex(size_t frame, const GoAssignment &assignment);
    [[nodiscard]] bool explainError(size_t frame, const GoAssignment &assignment);
    [[nodiscard]] std::optional<Value> valueOf(size_t frame, std::string_view expression) const;
    [[nodiscard]] std::optional<bool> isNil(size_t frame, std::string_view expression) const;
    [[nodiscard]] std::string lineOf(const Frame &frame) const { return m_sources.sourceLine(frame.file, frame.line); }
    [[nodiscard]] std::string declarationOf(const Frame &frame) const;
    void add(std::string text, std::optional<size_t> frame = {});

    const FindingSources &m_sources;
    FrameValues m_frames;
    uint32_t m_row = 0;
    Stack m_stack;
    Finding m_finding;
    std::string m_origin; ///< where it probably came from, in words
};

}
