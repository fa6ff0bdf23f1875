// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/address.h"
#include "backend/base/result.h"
#include "backend/go/runtimelayout.h"
#include "backend/target/memory.h"

#include <cstdint>
#include <vector>

namespace Freezeframe
{

/// Offsets of runtime.hchan, waitq, sudog and g that channels need. A value type.
struct GoChannelLayout {
    using Field = LayoutSource::Field;
    Field queued, capacity, buffer, elementSize, closed, receiveIndex; ///< hchan.qcount, dataqsiz, buf …
    Field receivers, senders; ///< hchan.recvq.first, sendq.first
    std::optional<Field> sudogGoroutine, sudogNext, goroutineId; ///< without them waiters can't be told

    /// NotFound, naming the field, if the runtime's layout lacks one.
    [[nodiscard]] static Result<GoChannelLayout> from(const RuntimeLayout &layout);
};

/// A goroutine in a channel's queue of waiters.
struct GoChannelWaiter {
    Address goroutine; ///< the g
    uint64_t id = 0; ///< 0 if unreadable
};

/// One channel as it stood (Go runtime/chan.go: hchan). A value type.
struct GoChannel {
    Address address;
    uint64_t queued = 0;
    uint64_t capacity = 0;
    Address buffer;
    uint64_t elementSize = 0;
    uint64_t receiveIndex = 0;
    bool closed = false;

    [[nodiscard]] static Result<GoChannel> read(const Memory &memory, const GoChannelLayout &layout, Address channel);
    /// Where the element lies that would be received after @p index others.
    [[nodiscard]] Address element(uint64_t index) const;
    /// Goroutines that wait to receive (else: to send), in order; cyclic and overlong queues are cut.
    [[nodiscard]] Result<std::vector<GoChannelWaiter>> waiters(const Memory &memory, const GoChannelLayout &layout,
                                                               bool receivers) const;
};

}
