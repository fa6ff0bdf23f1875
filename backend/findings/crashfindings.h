// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/finding.h"
#include "backend/findings/findingsources.h"

namespace Freezeframe
{

/// Findings about the way in which the program died: endless recursion, maps used by two at once. References outlive
/// it; one thread.
class CrashFindings
{
public:
    CrashFindings(const FindingSources &sources, const std::stop_token &stop)
        : m_sources(sources)
        , m_stop(stop)
    {
    }
    [[nodiscard]] std::vector<Finding> run() const;

private:
    [[nodiscard]] std::optional<Finding> recursion(uint32_t row) const;
    void addArguments(Finding &finding, uint64_t goroutine, size_t first, size_t period) const;

    const FindingSources &m_sources;
    std::stop_token m_stop;
};

/// The smallest cycle that most of a stack consists of.
struct StackCycle {
    size_t first = 0; ///< index of its innermost frame
    size_t period = 0; ///< frames of one turn
    size_t turns = 0; ///< whole ones, one after another
};
/// Nothing if less than half of the frames are of it, or fewer than three turns. @p places: one a frame.
[[nodiscard]] std::optional<StackCycle> stackCycle(std::span<const Address> places);

}
