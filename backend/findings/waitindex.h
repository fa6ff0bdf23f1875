// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/snapshot.h"
#include "backend/go/goruntime.h"

#include <unordered_map>

namespace Freezeframe
{

/// Which goroutines wait for which object (channel, semaphore, timer …), built once over all. Immutable; any thread.
class WaitIndex
{
public:
    WaitIndex(const GoRuntime &runtime, const GoroutineTable &table);
    /// What the goroutine in @p row waits for, with the others that wait for the same.
    /// Ids of the goroutines that wait for @p object, in the order of the list.
    [[nodiscard]] std::vector<uint64_t> waitersOf(Address object) const;
    [[nodiscard]] std::vector<WaitInfo> waitsOf(const GoRuntime &runtime, const GoroutineTable &table,
                                                uint32_t row) const;

private:
    std::unordered_map<Address, std::vector<uint64_t>> m_waiters; ///< object → goroutine ids
};

}
