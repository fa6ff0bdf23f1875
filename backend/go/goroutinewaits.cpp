// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/go/goroutinewaits.h"

#include <algorithm>
#include <set>

namespace Freezeframe
{

namespace
{

constexpr size_t mostCases = 1 << 16; // Go compiles no select with more
constexpr size_t mostWaiters = 1 << 20; // sudogs looked at on one channel's or semaphore's list
constexpr uint64_t semaphoreRoots = 251; // Go runtime/sema.go: semTabSize, 1.19 to 1.27
constexpr uint64_t semaphoreRootSize = 64; // padded to a cache line of amd64 and arm64 but for Apple's
constexpr uint64_t semaphoreTree = 8; // semaRoot{lock mutex, treap *sudog, nwait}
constexpr uint64_t stackWords = 96; // from a parked goroutine's sp: gopark, netpollblock, runtime_pollWait
constexpr uint64_t largestDescriptor = 1 << 30;

}

GoroutineWaits::GoroutineWaits(const GoRuntime &runtime)
    : m_runtime(runtime)
    , m_memory(runtime.target().memory())
{
    const auto field = [&](std::string_view structure, std::string_view path) {
        return plainField(runtime.layout(), structure, path);
    };
    m_g = {.status = field("runtime.g", "atomicstatus"),
           .waitReason = field("runtime.g", "waitreason"),
           .waiting = field("runtime.g", "waiting"),
           .timer = field("runtime.g", "timer"),
           .schedSp = field("runtime.g", "sched.sp"),
           .stackHigh = field("runtime.g", "stack.hi")};
    m_sudog = {.next = field("runtime.sudog", "next"),
               .element = field("runtime.sudog", "elem"),
               .isSelect = field("runtime.sudog", "isSelect"),
               .previous = field("runtime.sudog", "prev"),
               .parent = field("runtime.sudog", "parent"),
               .waitLink = field("runtime.sudog", "waitlink"),
               .channel = field("runtime.sudog", "c"),
               .g = field("runtime.sudog", "g")};
    m_channel = {.firstReceiver = field("runtime.hchan", "recvq.first"),
                 .lastReceiver = field("runtime.hchan", "recvq.last"),
                 .firstSender = field("runtime.hchan", "sendq.first"),
                 .lastSender = field("runtime.hchan", "sendq.last")};
    m_poll = {.descriptor = field("runtime.pollDesc", "fd"),
              .reader = field("runtime.pollDesc", "rg"),
              .writer = field("runtime.pollDesc", "wg")};
}

uint64_t GoroutineWaits::read(const PlainField &field, Address base) const
{
    return field.at(m_memory, base).value_or(0);
}

std::string GoroutineWaits::reasonOf(Address g) const
{
    constexpr uint64_t statusMask = 0xfff;
    const uint64_t status = read(m_g.status, g) & statusMask;
    if (status != uint64_t(GoStatus::Waiting) && status != uint64_t(GoStatus::Leaked))
        return {};
    const uint64_t reason = read(m_g.waitReason, g);
    const auto table = m_runtime.variable("runtime.waitReasonStrings");
    constexpr uint64_t mostReasons = 256;
    if (!table || reason >= mostReasons)
        return {};
    return m_memory.readGoString(*table + reason * 16, mostReasons).value_or(std::string());
}

std::vector<GoWait> GoroutineWaits::of(Address g, std::string_view reason) const
{
    if (reason.empty())
        return {};
    std::vector<GoWait> result = sudogs(g, reason);
    if (!result.empty())
        return result;
    std::optional<GoWait> one;
    if (reason == "sleep") {
        const Address timer = {read(m_g.timer, g)};
        if (!timer.isNull())
            one = GoWait{.kind = GoWait::Kind::Timer, .object = timer};
    } else if (reason == "IO wait") {
        one = network(g);
    } else if (reason == "sync.Cond.Wait") {
        one = condition(g);
    } else if (reason.starts_with("sync.") || reason.starts_with("semacquire")) {
        one = semaphore(g);
    }
    if (one)
        result.push_back(*one);
    return result;
}

std::vector<GoWait> GoroutineWaits::sudogs(Address g, std::string_view reason) const
{
    std::vector<GoWait> result;
    std::set<Address> seen;
    Address sudog = {read(m_g.waiting, g)};
    while (!sudog.isNull() && seen.size() < mostCases && seen.insert(sudog).second) {
        if (read(m_sudog.g, sudog) != g.value)
            break;
        GoWait wait;
        wait.object = {read(m_sudog.channel, sudog)};
        wait.inSelect = read(m_sudog.isSelect, sudog) != 0;
        if (wait.object.isNull()) {
            // Go 1.26 puts waiters for semaphores and conditions here, too, with the address in elem.
            wait.kind = GoWait::Kind::Semaphore;
            wait.object = {read(m_sudog.element, sudog)};
        } else {
            wait.kind = isSender(sudog, wait.object, reason) ? GoWait::Kind::ChannelSend : GoWait::Kind::ChannelReceive;
        }
        if (!wait.object.isNull())
            result.push_back(wait);
        sudog = {read(m_sudog.waitLink, sudog)};
    }
    return result;
}

bool GoroutineWaits::isSender(Address sudog, Address channel, std::string_view reason) const
{
    if (reason.starts_with("chan send") || reason.starts_with("chan receive"))
        return reason.starts_with("chan send");
    // A select: the queue that the sudog is in tells. Mostly only one of them has anybody in it.
    const uint64_t receivers = read(m_channel.firstReceiver, channel);
    const uint64_t senders = read(m_channel.firstSender, channel);
    if (receivers == 0 || senders == 0)
        return senders != 0;
    std::set<Address> seen;
    Address last = sudog;
    while (seen.size() < mostWaiters && seen.insert(last).second) {
        const Address next = {read(m_sudog.next, last)};
        if (next.isNull())
            break;
        last = next;
    }
    return last.value == read(m_channel.lastSender, channel);
}

std::vector<uint64_t> GoroutineWaits::parkedStack(Address g) const
{
    const Address sp = {read(m_g.schedSp, g)};
    const Address high = {read(m_g.stackHigh, g)};
    std::vector<uint64_t> words;
    if (sp.isNull() || high <= sp)
        return words;
    words.resize(std::min<uint64_t>(stackWords, (high - sp) / 8));
    if (!m_memory.read(sp, std::as_writable_bytes(std::span(words))))
        words.clear();
    return words;
}

std::optional<GoWait> GoroutineWaits::semaphore(Address g) const
{
    // Before Go 1.26 no list leads from a goroutine to the semaphore's sudog, but semacquire1 needs it again when it
    // wakes, so it is on the parked stack. One that was given back has no address in elem any more.
    for (const uint64_t word : parkedStack(g)) {
        if (word % 8 != 0 || word < 4096 || read(m_sudog.g, {word}) != g.value)
            continue;
        const Address element = {read(m_sudog.element, {word})};
        const bool isFree = element.isNull() || read(m_sudog.channel, {word}) != 0;
        if (!isFree && m_memory.readableSize(element, 4) == 4)
            return GoWait{.kind = GoWait::Kind::Semaphore, .object = element};
    }
    return semaphoreInTable(g);
}

std::optional<GoWait> GoroutineWaits::condition(Address g) const
{
    // Before Go 1.26 nothing leads from the goroutine or its sudog to the list that it is on, but sync.(*Cond).Wait
    // needs the Cond again, to lock, so it is on the parked stack.
    constexpr uint64_t listInCondition = 16; // Go 1.18 to 1.27 sync/cond.go: noCopy, L Locker, notify notifyList
    for (const uint64_t word : parkedStack(g)) {
        if (word % 8 != 0 || word < 4096)
            continue;
        for (const Address list : {Address{word} + listInCondition, Address{word}}) {
            if (isOnList(list, g))
                return GoWait{.kind = GoWait::Kind::Semaphore, .object = list};
        }
    }
    return std::nullopt;
}

bool GoroutineWaits::isOnList(Address notifyList, Address g) const
{
    constexpr uint64_t head = 16; // Go 1.18 to 1.27 runtime/sema.go: notifyList{wait, notify, lock, head, tail}
    Address sudog = m_memory.readPointer(notifyList + head).value_or(Address{});
    for (size_t i = 0; i < mostWaiters && !sudog.isNull(); ++i) {
        const auto owner = m_sudog.g.at(m_memory, sudog);
        if (!owner)
            return false;
        if (*owner == g.value)
            return true;
        sudog = {read(m_sudog.next, sudog)};
    }
    return false;
}

std::optional<GoWait> GoroutineWaits::semaphoreInTable(Address g) const
{
    // Go runtime/sema.go: a treap of sudogs by address in each root, others on the same address by waitlink.
    const auto table = m_runtime.variable("runtime.semtable");
    if (!table)
        return std::nullopt;
    std::set<Address> seen;
    std::vector<Address> pending;
    for (uint64_t i = 0; i < semaphoreRoots; ++i) {
        if (const auto root = m_memory.readPointer(*table + (i * semaphoreRootSize + semaphoreTree)))
            pending.push_back(*root);
    }
    while (!pending.empty() && seen.size() < mostWaiters) {
        const Address node = pending.back();
        pending.pop_back();
        if (node.isNull() || !seen.insert(node).second)
            continue;
        for (Address at = node; !at.isNull();) {
            if (read(m_sudog.g, at) == g.value)
                return GoWait{.kind = GoWait::Kind::Semaphore, .object = {read(m_sudog.element, node)}};
            at = {read(m_sudog.waitLink, at)};
            if (at == node || seen.size() >= mostWaiters || (!at.isNull() && !seen.insert(at).second))
                break;
        }
        pending.push_back({read(m_sudog.previous, node)});
        pending.push_back({read(m_sudog.next, node)});
    }
    return std::nullopt;
}

std::optional<GoWait> GoroutineWaits::network(Address g) const
{
    // No list leads from a goroutine to its pollDesc, but netpollblock keeps the address of the slot in which it
    // stands (rg or wg), and runtime_pollWait that of the pollDesc, on the parked stack.
    if (!m_poll.reader || !m_poll.writer || !m_poll.descriptor)
        return std::nullopt;
    return pollDescriptor(parkedStack(g), g);
}

std::optional<GoWait> GoroutineWaits::pollDescriptor(std::span<const uint64_t> stack, Address g) const
{
    for (const uint64_t word : stack) {
        const auto waiter = word % 8 == 0 && word > 4096 ? m_memory.readPointer({word}) : Result<Address>(Address{});
        if (!waiter || *waiter != g)
            continue;
        for (const PlainField &slot : {m_poll.reader, m_poll.writer}) {
            const Address poll = {word - slot.offset};
            const uint64_t descriptor = m_poll.descriptor.at(m_memory, poll).value_or(largestDescriptor);
            if (descriptor < largestDescriptor && std::ranges::contains(stack, poll.value)) {
                return GoWait{
                    .kind = GoWait::Kind::Network, .object = poll, .descriptor = static_cast<int64_t>(descriptor)};
            }
        }
    }
    return std::nullopt;
}

}
