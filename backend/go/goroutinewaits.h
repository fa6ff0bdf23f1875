// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/go/goruntimedata.h"

namespace Freezeframe
{

/// Finds what one goroutine waits for. Owns nothing; any thread.
class GoroutineWaits
{
public:
    explicit GoroutineWaits(const GoRuntime &runtime);

    [[nodiscard]] std::vector<GoWait> of(Address g) const { return of(g, reasonOf(g)); }
    /// The same, its wait reason being known.
    [[nodiscard]] std::vector<GoWait> of(Address g, std::string_view reason) const;

private:
    struct SudogFields {
        PlainField next, element, isSelect, previous, parent, waitLink, channel, g;
    };
    struct GoroutineFields {
        PlainField status, waitReason, waiting, timer, schedSp, stackHigh;
    };
    struct ChannelFields {
        PlainField firstReceiver, lastReceiver, firstSender, lastSender;
    };
    struct PollFields {
        PlainField descriptor, reader, writer;
    };
    [[nodiscard]] std::vector<GoWait> sudogs(Address g, std::string_view reason) const;
    [[nodiscard]] bool isSender(Address sudog, Address channel, std::string_view reason) const;
    [[nodiscard]] std::optional<GoWait> semaphore(Address g) const;
    [[nodiscard]] std::optional<GoWait> semaphoreInTable(Address g) const;
    [[nodiscard]] std::optional<GoWait> condition(Address g) const;
    [[nodiscard]] bool isOnList(Address notifyList, Address g) const;
    /// The innermost words of a parked goroutine's stack.
    [[nodiscard]] std::vector<uint64_t> parkedStack(Address g) const;
    [[nodiscard]] std::optional<GoWait> network(Address g) const;
    [[nodiscard]] std::optional<GoWait> pollDescriptor(std::span<const uint64_t> stack, Address g) const;
    [[nodiscard]] std::string reasonOf(Address g) const;
    [[nodiscard]] uint64_t read(const PlainField &field, Address base) const;

    const GoRuntime &m_runtime;
    const Memory &m_memory;
    GoroutineFields m_g;
    SudogFields m_sudog;
    ChannelFields m_channel;
    PollFields m_poll;
};

}
