// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/finding.h"
#include "backend/findings/blockedgoroutines.h"
#include "backend/findings/findingsources.h"

#include <map>
#include <set>
#include <stop_token>

namespace Freezeframe
{

/// Findings about locks of package sync: rings of goroutines that wait for each other's, and many behind one. Who has a
/// lock is told from code, so what follows from it is only probable. References outlive it; one thread.
class LockFindings
{
public:
    LockFindings(const FindingSources &sources, const std::vector<BlockedGoroutine> &blocked,
                 const std::stop_token &stop);

    [[nodiscard]] std::vector<Finding> rings() const;
    /// Locks with many behind, but those of rings.
    [[nodiscard]] std::vector<Finding> pileUps() const;
    /// Rows of those that stand in a ring.
    [[nodiscard]] const std::set<uint32_t> &inRings() const { return m_inRings; }

private:
    struct Lock {
        std::string type; ///< "sync.Mutex"
        std::vector<uint32_t> waiters; ///< rows
        std::vector<WaitInfo::Holder> holders;
    };
    void findRings();
    [[nodiscard]] bool isRecursiveOnce(const std::vector<size_t> &ring) const;
    [[nodiscard]] Finding ringFinding(const std::vector<size_t> &ring) const;
    [[nodiscard]] std::optional<Finding> pileUp(Address address, const Lock &lock) const;
    /// What a holder waits for itself, and so on to the end.
    void followChain(Finding &finding, const WaitInfo::Holder &holder) const;
    [[nodiscard]] Finding::Evidence waitEvidence(uint32_t row) const;
    [[nodiscard]] Finding::Evidence holderEvidence(Address lock, const WaitInfo::Holder &holder) const;
    [[nodiscard]] bool isBehindRing(const Lock &lock) const;

    const FindingSources &m_sources;
    std::map<Address, Lock> m_locks;
    std::map<uint32_t, Address> m_lockOf; ///< row → what it waits for
    std::vector<std::vector<size_t>> m_rings; ///< rows
    std::set<uint32_t> m_inRings;
};

}
