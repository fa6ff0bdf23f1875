// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/findings/blockedgoroutines.h"

#include <string>

namespace Freezeframe
{

/// The kind of finding about those who wait so and whom nobody wakes: "channel-stuck", "waitgroup-stuck" …
[[nodiscard]] std::string idOfStuck(BlockedGoroutine::Kind kind);
/// "channel", "sync.WaitGroup": what is waited for.
[[nodiscard]] std::string typeOf(BlockedGoroutine::Kind kind);
/// "wait to send on a channel", with an s for one.
[[nodiscard]] std::string stuckVerb(BlockedGoroutine::Kind kind, size_t count);
[[nodiscard]] std::string foreverVerb(BlockedGoroutine::Kind kind, size_t count);
/// What has to happen for them to go on, and who would do it.
[[nodiscard]] std::string stuckDetail(BlockedGoroutine::Kind kind);
/// "unbuffered", "10 of 10 queued, closed"; empty if the channel can't be read.
[[nodiscard]] std::string channelText(const GoRuntime &runtime, Address channel);
/// The counter of the sync.WaitGroup whose semaphore is at @p semaphore (Go 1.20 to 1.27 sync/waitgroup.go).
[[nodiscard]] std::optional<uint32_t> waitGroupCount(const Memory &memory, Address semaphore);

}
