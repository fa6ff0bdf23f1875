// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/finding.h"
#include "backend/findings/findingsources.h"
#include "backend/findings/neverwaking.h"

namespace Freezeframe
{

/// Findings about goroutines that never wake: whom nothing that can run reaches, who wait for nil channels, who wait in
/// a ring for what only the others refer to. References outlive it; one thread.
class StuckFindings
{
public:
    StuckFindings(const FindingSources &sources, const std::vector<BlockedGoroutine> &blocked,
                  const std::stop_token &stop);

    [[nodiscard]] std::vector<Finding> run();
    /// Why it is not known who never wakes; empty if it is.
    [[nodiscard]] const std::string &unanswered() const { return m_unanswered; }

private:
    using Group = std::vector<size_t>; ///< indexes into m_blocked
    void findNeverWaking();
    void lookAtBelongings();
    [[nodiscard]] std::vector<Finding> rings() const;
    [[nodiscard]] Finding ringFinding(const std::vector<size_t> &ring) const;
    [[nodiscard]] std::vector<Group> groups(const std::function<bool(const BlockedGoroutine &)> &accepts) const;
    [[nodiscard]] Finding neverWakes(const Group &group) const;
    [[nodiscard]] Finding stuckAt(const Group &group) const;
    [[nodiscard]] std::optional<Finding> forever(const Group &group) const;
    /// Of an object that @p index waits for: who else refers to it.
    [[nodiscard]] std::vector<size_t> othersReferringTo(size_t index, Address object) const;
    [[nodiscard]] Finding::Evidence objectEvidence(size_t index) const;
    [[nodiscard]] std::string objectText(const BlockedGoroutine &one, Address object) const;
    [[nodiscard]] uint64_t idOf(size_t index) const { return m_sources.table.id[m_blocked[index].row]; }
    void addMembers(Finding &finding, const Group &group) const;
    /// Whether the runtime said itself that no goroutine can run.
    [[nodiscard]] bool areAllAsleep() const;

    const FindingSources &m_sources;
    const std::vector<BlockedGoroutine> &m_blocked;
    std::stop_token m_stop;
    NeverWaking m_search;
    std::vector<size_t> m_never; ///< ascending
    std::map<size_t, NeverWaking::Belongings> m_belongings; ///< of those of m_never that were looked at
    std::vector<std::vector<size_t>> m_rings;
    std::string m_unanswered;
};

}
