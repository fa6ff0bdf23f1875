// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/findings/stucktexts.h"

#include "backend/go/gochannel.h"

namespace Freezeframe
{

using Kind = BlockedGoroutine::Kind;

std::string idOfStuck(Kind kind)
{
    switch (kind) {
    case Kind::WaitGroup: return "waitgroup-stuck";
    case Kind::Condition: return "cond-without-signal";
    case Kind::Semaphore:
    case Kind::Mutex:
    case Kind::ReadLock:
    case Kind::WriteLock: return "lock-stuck";
    default: break;
    }
    return "channel-stuck";
}

std::string typeOf(Kind kind)
{
    switch (kind) {
    case Kind::WaitGroup: return "sync.WaitGroup";
    case Kind::Condition: return "sync.Cond";
    case Kind::Mutex: return "sync.Mutex";
    case Kind::ReadLock:
    case Kind::WriteLock: return "sync.RWMutex";
    case Kind::Semaphore: return "semaphore";
    default: break;
    }
    return "channel";
}

std::string stuckVerb(Kind kind, size_t count)
{
    const std::string wait = count == 1 ? "waits " : "wait ";
    switch (kind) {
    case Kind::Send: return wait + "to send on a channel";
    case Kind::Receive: return wait + "to receive from a channel";
    default: break;
    }
    return wait + "for a " + typeOf(kind);
}

std::string foreverVerb(Kind kind, size_t count)
{
    const std::string wait = count == 1 ? "waits " : "wait ";
    switch (kind) {
    case Kind::NilSend: return wait + "to send on a nil channel";
    case Kind::NilReceive: return wait + "to receive from a nil channel";
    default: break;
    }
    return wait + "in a select without cases";
}

std::string stuckDetail(Kind kind)
{
    switch (kind) {
    case Kind::Send: return "Somebody would have to receive. All of the heap was searched for who could.";
    case Kind::Receive: return "Somebody would have to send or close. All of the heap was searched for who could.";
    case Kind::WaitGroup:
        return "Somebody would have to call Done until the counter is 0. All of the heap was searched for who could.";
    case Kind::Condition:
        return "Somebody would have to call Signal or Broadcast. All of the heap was searched for who could.";
    default: break;
    }
    return "Somebody would have to unlock it. All of the heap was searched for who could.";
}

std::string channelText(const GoRuntime &runtime, Address address)
{
    const auto layout = GoChannelLayout::from(runtime.layout());
    const auto read = layout ? GoChannel::read(runtime.target().memory(), *layout, address)
                             : Result<GoChannel>(std::unexpected(layout.error()));
    if (!read)
        return {};
    const GoChannel &channel = *read;
    std::string text = channel.capacity == 0
        ? "unbuffered"
        : std::to_string(channel.queued) + " of " + std::to_string(channel.capacity) + " queued";
    return channel.closed ? text + ", closed" : text;
}

std::optional<uint32_t> waitGroupCount(const Memory &memory, Address semaphore)
{
    // state atomic.Uint64, sema uint32: the counter is the upper half of the state.
    if (semaphore.value < 8)
        return std::nullopt;
    const auto state = memory.readAs<uint64_t>(semaphore - 8);
    return state ? std::optional(uint32_t(*state >> 32)) : std::nullopt;
}

}
