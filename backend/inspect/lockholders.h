// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/eval/evaluator.h"
#include "backend/inspect/lockregions.h"
#include "backend/inspect/snapshot.h"
#include "backend/unwind/unwinder.h"

#include <set>
#include <unordered_map>

namespace Freezeframe
{

class ParkedCache;

/// Looks for the goroutine that has a lock of package sync. The lock does not know; a goroutine says so by a deferred
/// Unlock that is pending, or by a frame between Lock and Unlock whose variables lead to the lock. Where two locks
/// would do, or a callee may have given it up, nobody is named. References outlive it; analysis thread only.
class LockHolders
{
public:
    LockHolders(const Target &target, const GoRuntime &runtime, const Unwinder &unwinder, Evaluator &evaluator);

    /// Of the lock whose semaphore is at @p semaphore, that goroutines wait for with @p reason ("sync.Mutex.Lock").
    /// Goroutines in @p waiters are passed over. Empty if nobody can be named.
    [[nodiscard]] std::vector<WaitInfo::Holder> of(Address semaphore, std::string_view reason,
                                                   const GoroutineTable &table, const std::set<uint64_t> &waiters);

private:
    struct Search;
    [[nodiscard]] const LockRegions &regionsOf(Address functionEntry);
    /// Whether any function on the stack locks, as far as that can be told without unwinding all of it.
    [[nodiscard]] bool mayHold(const GoroutineTable &table, uint32_t row, ParkedCache &cache);
    void lookAt(Search &search, const GoroutineTable &table, uint32_t row);
    [[nodiscard]] bool isDeferred(const Search &search, const DeferredCall &call);
    [[nodiscard]] bool leadsToLock(const Search &search, const Stack &stack, size_t frame);
    void collectLocks(const Value &value, unsigned hops, unsigned &budget, std::set<Address> &locked);
    [[nodiscard]] bool isLocked(const Value &lock) const;

    const Target &m_target;
    const GoRuntime &m_runtime;
    const Unwinder &m_unwinder;
    Evaluator &m_evaluator;
    std::unordered_map<Address, LockRegions> m_regions; ///< by entry
    std::unordered_map<Address, bool> m_locksAt; ///< by return address
    std::unordered_map<Address, std::vector<WaitInfo::Holder>> m_known; ///< by semaphore
};

}
