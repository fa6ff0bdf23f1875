// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/comparison.h"
#include "backend/inspect/inspection.h"

namespace Freezeframe
{

/// Sets two cores beside each other. Borrows them; on the thread that owns both.
class CoreComparison
{
public:
    CoreComparison(Inspection &before, Inspection &after)
        : m_before(before)
        , m_after(after)
    {
    }
    /// What can't be compared is told in a note; Cancelled if stopped.
    [[nodiscard]] Result<Comparison> run(const ProgressCallback &progress = {}, const std::stop_token &stop = {});

private:
    void compareBuilds(Comparison &found);
    [[nodiscard]] Result<void> compareGoroutines(Comparison &found, const ProgressCallback &progress,
                                                 const std::stop_token &stop);
    void compareVariables(Comparison &found);
    void compareFindings(Comparison &found, const ProgressCallback &progress, const std::stop_token &stop);
    void compareHeaps(Comparison &found, const std::stop_token &stop);

    Inspection &m_before;
    Inspection &m_after;
};

}
