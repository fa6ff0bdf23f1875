// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/findings/blockedgoroutines.h"
#include "backend/findings/stackroots.h"
#include "backend/heap/heapmarking.h"

#include <map>
#include <set>

namespace Freezeframe
{

/// Finds goroutines that nothing which still can run reaches, as the collector of Go 1.26 does for its goroutine leak
/// profile: package variables and goroutines that can run are reached, and whoever waits for something that is reached
/// may be woken, and so reaches what it has. References outlive it; one thread.
class NeverWaking
{
public:
    /// @p pause is called between pieces of the work, if there is one.
    NeverWaking(const GoRuntime &runtime, const Unwinder &unwinder, const GoroutineTable &table,
                std::function<void()> pause = {});

    /// It died: what it had in hand a moment before counts as if it could still go on.
    void setDead(uint64_t goroutine) { m_dead = goroutine; }
    /// Package variables do not count: those that find() gives then wake only if somebody uses one.
    void setWithoutVariables() { m_countsVariables = false; }
    /// Indexes into @p blocked of those that never wake, ascending. Where memory is
    /// missing, what is only reached through it counts as not reached: unreadableBytes() tells.
    [[nodiscard]] Result<std::vector<size_t>> find(std::shared_ptr<const HeapSpans> spans,
                                                   const std::vector<BlockedGoroutine> &blocked,
                                                   const std::stop_token &stop);
    [[nodiscard]] uint64_t unreadableBytes() const { return m_marking ? m_marking->unreadableBytes() : 0; }

    /// After find(): whether anything that can run leads to it.
    [[nodiscard]] bool isReached(Address object) const { return m_marking && m_marking->isReached(object); }
    /// After find(): what only goroutines that never wake keep. @p objects: for which of them it is asked.
    struct Belongings {
        uint64_t bytes = 0; ///< that it keeps, with others maybe
        std::set<Address> refersTo; ///< of the objects asked for
        bool isWhole = true; ///< false: it keeps more than was looked at
    };
    [[nodiscard]] Belongings belongingsOf(uint32_t row, std::span<const Address> objects) const;

private:
    void addProcessors();
    void addVariables();
    void addSpecials();
    void addForeignMemory();
    void addGoroutine(uint32_t row);
    const GoRuntime &m_runtime;
    const GoroutineTable &m_table;
    StackRoots m_roots;
    std::function<void()> m_pause;
    std::optional<uint64_t> m_dead;
    bool m_countsVariables = true;
    std::shared_ptr<const HeapSpans> m_spans;
    std::optional<HeapMarking> m_marking;
};

}
