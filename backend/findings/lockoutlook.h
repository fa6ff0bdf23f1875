// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/findings/lockcode.h"
#include "backend/unwind/machinecode.h"
#include "backend/unwind/unwinder.h"

#include <map>

namespace Freezeframe
{

/// One of the two ways to have a lock. A value type.
struct LockKey {
    Address lock;
    bool isRead = false; ///< of a sync.RWMutex, as a reader
    auto operator<=>(const LockKey &) const = default;
};

/// What code is about to do with one lock, over all ways that it may go: counted from 0, a Lock adds one, an Unlock
/// takes one away. Who comes below 0 gives up what it has already. A value type.
struct LockBalance {
    int lowestOfAny = 0; ///< on the way that comes lowest
    int lowestOfAll = 0; ///< how low every way comes that touches the lock
    int net = 0; ///< in the end
    bool isNetClear = true; ///< all ways end so
    bool isClear = true; ///< false: a lock whose address is not known may be this one
};

/// Follows x86-64 Go code from where it stands, with the values that its stack and memory have, up to the end of its
/// function, and notes which locks it locks and unlocks. One thread; all that it is given outlives it.
class LockOutlook
{
public:
    using Balances = std::map<LockKey, LockBalance>;

    LockOutlook(const GoRuntime &runtime, LockCode &code);

    /// From where @p frame is, or where its callee returns to. @p deferred: closures of the calls that it has on the
    /// goroutine's list, the last one first.
    [[nodiscard]] Balances ahead(const Frame &frame, const std::vector<Address> &deferred);
    /// From the start of a function that is called without arguments.
    [[nodiscard]] Balances ofClosure(Address closure);
    /// Branches go both ways, whatever the values are: what this place may do in any goroutine.
    void setBothWays(bool both) { m_bothWays = both; }
    /// Enough was followed for one question: from now on nothing is.
    [[nodiscard]] bool isExhausted() const { return m_steps >= mostSteps; }

private:
    static constexpr uint64_t mostSteps = 40'000'000; ///< instructions, in all

    const Target &m_target;
    LockCode &m_code;
    MachineCode m_machine;
    std::optional<uint64_t> m_closureInRecord; ///< offset: runtime._defer.fn
    bool m_bothWays = false;
    uint64_t m_steps = 0;
};

}
