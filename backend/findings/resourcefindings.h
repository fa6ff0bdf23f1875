// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/finding.h"
#include "backend/findings/framevalues.h"

namespace Freezeframe
{

/// "memory" and "runtime": what a program may not have more of. The heap against GOMEMLIMIT, or memory that the system
/// did not give; threads against the runtime's limit. References outlive it; analysis thread only.
class ResourceFindings
{
public:
    explicit ResourceFindings(const FindingSources &sources)
        : m_sources(sources)
        , m_frames(sources)
    {
    }
    [[nodiscard]] std::vector<Finding> run();

private:
    [[nodiscard]] std::optional<Finding> memory();
    [[nodiscard]] std::optional<Finding> threads();
    /// The allocation that failed, and for whom; empty if that can't be told.
    [[nodiscard]] std::string failedAllocation(uint32_t row);
    void addMemory(Finding &finding, const Value &controller) const;
    void addSystemCalls(Finding &finding);
    /// Of the innermost frame that is the program's own, else of any.
    [[nodiscard]] std::string ownPlaceOf(uint32_t row);
    [[nodiscard]] int64_t number(const Value &whole, std::string_view path) const;
    [[nodiscard]] std::optional<uint32_t> crashedRow() const;

    const FindingSources &m_sources;
    FrameValues m_frames;
};

}
