// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/finding.h"
#include "backend/findings/framevalues.h"
#include "backend/findings/stackroots.h"

#include <map>
#include <set>

namespace Freezeframe
{

/// "pool-exhausted": goroutines that wait for one of a limited number of things, and who has those: connections of
/// database/sql, weights of golang.org/x/sync/semaphore, places of an errgroup with a limit, connections to one host of
/// net/http. References outlive it; analysis thread only.
class PoolFindings
{
public:
    PoolFindings(const FindingSources &sources, const std::stop_token &stop);

    [[nodiscard]] std::vector<Finding> run();

private:
    struct Pool {
        Value value;
        FrameValues::Found variable; ///< that is it, in a frame of the first of the waiters
        std::vector<uint32_t> waiters; ///< rows
    };
    /// A kind of pool, by the function in which one waits for it.
    struct Kind {
        std::string_view function; ///< its frame is in the stack of whoever waits
        std::string_view type; ///< of the variable that is the pool
        Finding (PoolFindings::*describe)(const Pool &pool);
    };
    static const Kind kinds[];
    [[nodiscard]] std::map<Address, Pool> poolsOf(const Kind &kind);
    /// Those who wait briefly and are few are what a pool is for.
    [[nodiscard]] bool isTrouble(const std::vector<uint32_t> &waiters) const;
    [[nodiscard]] Finding database(const Pool &pool);
    [[nodiscard]] Finding semaphore(const Pool &pool);
    [[nodiscard]] Finding transport(const Pool &pool);
    [[nodiscard]] std::set<Address> connectionsInUse(const Pool &pool);
    void addHolders(Finding &finding, const std::set<Address> &connections, const std::vector<uint32_t> &waiters);
    /// Rows by what of @p things they have on their stacks, or objects there that lead to it.
    [[nodiscard]] std::multimap<Address, uint32_t> holdersOf(const std::set<Address> &things);
    void addWaiters(Finding &finding, const std::vector<uint32_t> &waiters) const;
    [[nodiscard]] std::string waitersText(const std::vector<uint32_t> &waiters) const;
    [[nodiscard]] bool isOfLibrary(uint32_t row) const;
    [[nodiscard]] int64_t number(const Value &whole, std::string_view path) const;

    const FindingSources &m_sources;
    std::stop_token m_stop;
    FrameValues m_frames;
    StackRoots m_roots;
};

}
