// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/finding.h"
#include "backend/findings/framevalues.h"

#include <stop_token>

namespace Freezeframe
{

/// "context-ignored": goroutines that go on although the deadline of their context has passed, or it was cancelled and
/// they wait for something else since. References outlive it; analysis thread only.
class ContextFindings
{
public:
    ContextFindings(const FindingSources &sources, const std::stop_token &stop)
        : m_sources(sources)
        , m_stop(stop)
        , m_frames(sources)
    {
    }
    [[nodiscard]] std::vector<Finding> run();

private:
    /// A context that is done.
    struct Done {
        std::string reason; ///< "context deadline exceeded: the cause"
        int64_t since = -1; ///< nanoseconds, -1: not noted
        std::string variable;
        size_t frame = 0;
        Address context;
    };
    struct Group {
        std::vector<uint32_t> rows;
        Done first;
        int64_t longest = -1; ///< nanoseconds
    };
    /// The innermost one that a function of the program's own still has.
    [[nodiscard]] std::optional<Done> doneAt(uint32_t row);
    [[nodiscard]] std::optional<Done> stateOf(const Value &context) const;
    [[nodiscard]] std::string reasonOf(const Value &cancelContext) const;
    [[nodiscard]] int64_t overdue(const Value &timerContext) const;
    [[nodiscard]] bool hasContext(uint32_t row);
    [[nodiscard]] Finding finding(const Group &group) const;

    const FindingSources &m_sources;
    std::stop_token m_stop;
    FrameValues m_frames;
};

}
