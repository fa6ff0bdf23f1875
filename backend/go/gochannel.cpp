// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/go/gochannel.h"

#include <unordered_set>

namespace Freezeframe
{

namespace
{

constexpr size_t maxWaiters = 1'000'000;

Result<uint64_t> readField(const Memory &memory, Address base, LayoutSource::Field field)
{
    return memory.readUnsigned(base + field.offset, field.size);
}

}

Result<GoChannelLayout> GoChannelLayout::from(const RuntimeLayout &layout)
{
    GoChannelLayout result;
    struct Wanted {
        std::string_view path;
        Field *field;
    };
    const Wanted wanted[] = {
        {"qcount", &result.queued},         {"dataqsiz", &result.capacity},   {"buf", &result.buffer},
        {"elemsize", &result.elementSize},  {"closed", &result.closed},       {"recvx", &result.receiveIndex},
        {"recvq.first", &result.receivers}, {"sendq.first", &result.senders},
    };
    for (const Wanted &one : wanted) {
        const auto field = layout.find("runtime.hchan", one.path);
        if (!field)
            return fail(ErrorCode::NotFound, "the layout of runtime.hchan." + std::string(one.path) + " is not known");
        *one.field = *field;
    }
    result.sudogGoroutine = layout.find("runtime.sudog", "g");
    result.sudogNext = layout.find("runtime.sudog", "next");
    result.goroutineId = layout.find("runtime.g", "goid");
    return result;
}

Result<GoChannel> GoChannel::read(const Memory &memory, const GoChannelLayout &layout, Address channel)
{
    GoChannel result;
    result.address = channel;
    uint64_t buffer = 0;
    uint64_t closed = 0;
    struct Wanted {
        LayoutSource::Field field;
        uint64_t *number;
    };
    const Wanted wanted[] = {
        {layout.queued, &result.queued},
        {layout.capacity, &result.capacity},
        {layout.buffer, &buffer},
        {layout.elementSize, &result.elementSize},
        {layout.receiveIndex, &result.receiveIndex},
        {layout.closed, &closed},
    };
    for (const Wanted &one : wanted) {
        const auto number = readField(memory, channel, one.field);
        if (!number)
            return std::unexpected(number.error());
        *one.number = *number;
    }
    result.buffer = Address{buffer};
    result.closed = closed != 0;
    const bool indexIsFine = result.receiveIndex < result.capacity || result.receiveIndex == 0;
    if (result.queued > result.capacity || !indexIsFine) {
        return fail(ErrorCode::BadFormat,
                    "damaged channel: " + std::to_string(result.queued) + " queued, capacity "
                        + std::to_string(result.capacity) + ", next to receive " + std::to_string(result.receiveIndex));
    }
    return result;
}

Address GoChannel::element(uint64_t index) const
{
    const uint64_t untilWrap = capacity - receiveIndex;
    const uint64_t place = index < untilWrap ? receiveIndex + index : index - untilWrap;
    return buffer + place * elementSize;
}

Result<std::vector<GoChannelWaiter>> GoChannel::waiters(const Memory &memory, const GoChannelLayout &layout,
                                                        bool receivers) const
{
    if (!layout.sudogGoroutine || !layout.sudogNext)
        return fail(ErrorCode::NotFound, "the layout of runtime.sudog is not known");
    std::vector<GoChannelWaiter> out;
    std::unordered_set<uint64_t> seen;
    auto sudog = readField(memory, address, receivers ? layout.receivers : layout.senders);
    while (sudog && *sudog != 0 && out.size() < maxWaiters && seen.insert(*sudog).second) {
        const auto g = readField(memory, Address{*sudog}, *layout.sudogGoroutine);
        if (!g)
            return std::unexpected(g.error());
        GoChannelWaiter waiter{.goroutine = Address{*g}};
        if (layout.goroutineId)
            waiter.id = readField(memory, Address{*g}, *layout.goroutineId).value_or(0);
        out.push_back(waiter);
        sudog = readField(memory, Address{*sudog}, *layout.sudogNext);
    }
    if (!sudog && out.empty())
        return std::unexpected(sudog.error());
    return out;
}

}
