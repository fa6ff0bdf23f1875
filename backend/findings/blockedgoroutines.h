// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/goroutinesnapshot.h"
#include "backend/go/goruntime.h"

namespace Freezeframe
{

/// A goroutine that waits for another to do something.
struct BlockedGoroutine {
    enum class Kind {
        Send,
        Receive,
        Select,
        NoCases, ///< select {}
        NilSend,
        NilReceive,
        Mutex,
        ReadLock,
        WriteLock,
        Condition,
        WaitGroup,
        Semaphore, ///< of another kind
    };
    uint32_t row = 0;
    Kind kind = Kind::Receive;
    std::vector<GoWait> waits; ///< empty if the runtime does not tell for what

    [[nodiscard]] bool isLock() const
    {
        return kind == Kind::Mutex || kind == Kind::ReadLock || kind == Kind::WriteLock;
    }
    [[nodiscard]] bool isChannel() const { return kind == Kind::Send || kind == Kind::Receive; }
    /// Nothing can ever wake it.
    [[nodiscard]] bool isForever() const
    {
        return kind == Kind::NoCases || kind == Kind::NilSend || kind == Kind::NilReceive;
    }
};

/// All of them but the runtime's own, in the order of the list; those that wait for time, files or the scheduler do not
/// count. @p stacks may lack rows.
[[nodiscard]] std::vector<BlockedGoroutine> blockedGoroutines(const GoRuntime &runtime, const GoroutineTable &table,
                                                              const GoroutineStacks &stacks,
                                                              const std::stop_token &stop);

}
