// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/findings/blockedgoroutines.h"

#include "backend/go/goroutinewaits.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

/// The lowest 16 reasons or so of Go's list, by the words of the runtime (Go 1.27 runtime/runtime2.go:
/// waitReasonStrings).
std::optional<BlockedGoroutine::Kind> kindOf(std::string_view reason)
{
    using enum BlockedGoroutine::Kind;
    constexpr std::pair<std::string_view, BlockedGoroutine::Kind> kinds[] = {
        {"chan receive", Receive},
        {"chan send", Send},
        {"select", Select},
        {"select (no cases)", NoCases},
        {"chan receive (nil chan)", NilReceive},
        {"chan send (nil chan)", NilSend},
        {"sync.Mutex.Lock", Mutex},
        {"sync.RWMutex.RLock", ReadLock},
        {"sync.RWMutex.Lock", WriteLock},
        {"sync.Cond.Wait", Condition},
        {"sync.WaitGroup.Wait", WaitGroup},
        {"semacquire", Semaphore},
    };
    const auto found = std::ranges::find(kinds, reason, &std::pair<std::string_view, BlockedGoroutine::Kind>::first);
    return found == std::end(kinds) ? std::nullopt : std::optional(found->second);
}

}

std::vector<BlockedGoroutine> blockedGoroutines(const GoRuntime &runtime, const GoroutineTable &table,
                                                const GoroutineStacks &stacks, const std::stop_token &stop)
{
    std::vector<std::optional<BlockedGoroutine::Kind>> kinds;
    for (const std::string &reason : table.reasons)
        kinds.push_back(kindOf(reason));
    const GoroutineWaits waits(runtime);
    std::vector<BlockedGoroutine> blocked;
    for (uint32_t row = 0; row < table.size() && !stop.stop_requested(); ++row) {
        const auto status = GoStatus(table.status[row]);
        const bool isWaiting = status == GoStatus::Waiting || status == GoStatus::Leaked;
        if (!isWaiting || table.isSystem[row] || table.waitReason[row] >= kinds.size() || !kinds[table.waitReason[row]])
            continue;
        BlockedGoroutine one{.row = row, .kind = *kinds[table.waitReason[row]], .waits = {}};
        // Before Go 1.25 the runtime has no word of its own for it.
        const GoroutineStacks::Unique *stack = stacks.stackAt(row);
        if (one.kind == BlockedGoroutine::Kind::Semaphore && stack
            && std::ranges::contains(stack->functions, "sync.(*WaitGroup).Wait"))
            one.kind = BlockedGoroutine::Kind::WaitGroup;
        if (!one.isForever())
            one.waits = waits.of(table.address[row], table.reasons[table.waitReason[row]]);
        blocked.push_back(std::move(one));
    }
    return blocked;
}

}
