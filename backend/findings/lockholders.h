// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/snapshot.h"
#include "backend/findings/lockoutlook.h"

#include <map>

namespace Freezeframe
{

/// The lock whose semaphore is at @p semaphore and for which goroutines wait with @p reason ("sync.Mutex.Lock").
/// Nothing if that is no lock. A sync.RWMutex that waits for another writer reads as the Mutex at its start.
[[nodiscard]] std::optional<LockKey> lockOf(Address semaphore, std::string_view reason);

/// Tells which goroutines have which locks of package sync. The locks do not know; a goroutine says so by what it will
/// do: its frames, innermost first, and the calls that they have deferred, unlock it before they lock it. All that
/// counts are addresses of locks: where one can't be told, nobody is named. References outlive it; analysis thread only.
class LockHolders
{
public:
    LockHolders(const GoRuntime &runtime, const Unwinder &unwinder);

    /// Of the lock whose semaphore is at @p semaphore, that goroutines wait for with @p reason ("sync.Mutex.Lock").
    /// Empty if nobody can be named.
    [[nodiscard]] std::vector<WaitInfo::Holder> of(Address semaphore, std::string_view reason,
                                                   const GoroutineTable &table);

private:
    using Holder = WaitInfo::Holder;
    struct Sample;
    void lookAtAll(const GoroutineTable &table);
    /// Whether anything on the stack unlocks anything.
    bool lookAt(const GoroutineTable &table, uint32_t row);
    [[nodiscard]] std::optional<LockKey> wanted(const GoroutineTable &table, uint32_t row) const;
    [[nodiscard]] std::vector<Holder> having(const LockKey &key) const;

    const GoRuntime &m_runtime;
    const Unwinder &m_unwinder;
    LockCode m_code;
    LockOutlook m_outlook;
    bool m_isComplete = false; ///< all goroutines were looked at
    std::multimap<LockKey, Holder> m_holders;
};

}
