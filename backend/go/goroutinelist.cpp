// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/go/goroutinelist.h"

#include "backend/base/pagerelease.h"

#include <algorithm>
#include <thread>

namespace Freezeframe
{

namespace
{

constexpr uint64_t statusMask = 0xfff;
constexpr uint64_t scanBit = 0x1000; // Go runtime/runtime2.go: _Gscan
constexpr uint64_t chunk = 4096; // pointers read at once
constexpr uint64_t residentGoroutines = 16 * chunk; // that may be in memory at once
constexpr uint64_t ahead = 4; // goroutines that are on their way to the processor
constexpr uint64_t mostErrors = 64; // in a row: what follows is no list of goroutines any more

}

bool GoroutineList::fill(Address pointers, uint64_t count, const std::stop_token &stop)
{
    const uint64_t there = m_input.memory.readableSize(pointers, count * 8) / 8;
    m_table.reserve(there); // bounded by bytes that exist
    std::vector<uint64_t> addresses(std::min(chunk, there));
    uint64_t index = 0;
    while (index < there && m_consecutiveErrors < mostErrors) {
        if (stop.stop_requested())
            return false;
        const uint64_t part = std::min(chunk, there - index);
        const auto bytes = std::as_writable_bytes(std::span(addresses).first(part));
        if (!m_input.memory.read(pointers + index * 8, bytes))
            break;
        if (index > 0 && index % residentGoroutines == 0)
            releasePages(m_input.coreBytes);
        for (uint64_t i = 0; i < part && m_consecutiveErrors < mostErrors; ++i, ++index) {
            if (i + ahead < part)
                prefetch({addresses[i + ahead]});
            add({addresses[i]});
        }
    }
    if (index < count) {
        m_table.warnings.push_back({.code = ErrorCode::BadFormat,
                                    .message = "the goroutine list breaks at index " + std::to_string(index) + " of "
                                        + std::to_string(count) + ": showing " + std::to_string(m_table.size())});
    }
    return true;
}

bool GoroutineList::fillParallel(const Input &input, GoroutineTable &table, Address pointers, uint64_t count,
                                 const std::stop_token &stop)
{
    constexpr uint64_t worthwhile = 16384; // goroutines
    constexpr uint64_t mostThreads = 16;
    const uint64_t threads = std::clamp<uint64_t>(std::thread::hardware_concurrency(), 1, mostThreads);
    if (count < worthwhile || threads == 1 || input.memory.readableSize(pointers, count * 8) / 8 < count)
        return GoroutineList(input, table).fill(pointers, count, stop);
    const uint64_t share = (count + threads - 1) / threads;
    GoroutineTable empty;
    empty.reasons = table.reasons;
    empty.declared = table.declared;
    std::vector<GoroutineTable> parts(threads, empty);
    parts.front().reserve(count);
    const auto fillPart = [&](uint64_t i) {
        const uint64_t begin = std::min(i * share, count);
        const uint64_t size = std::min(share, count - begin);
        (void)GoroutineList(input, parts[i]).fill(pointers + begin * 8, size, stop);
    };
    {
        std::vector<std::jthread> workers;
        for (uint64_t i = 1; i < threads; ++i)
            workers.emplace_back(fillPart, i);
        fillPart(0);
    }
    if (stop.stop_requested())
        return false;
    // Where a damaged list ends depends on what came before.
    const auto isDamaged = [](const GoroutineTable &part) { return !part.errors.empty() || !part.warnings.empty(); };
    if (std::ranges::any_of(parts, isDamaged))
        return GoroutineList(input, table).fill(pointers, count, stop);
    table = std::move(parts.front());
    for (uint64_t i = 1; i < threads; ++i)
        table.append(parts[i]);
    return true;
}

uint8_t GoroutineList::statusIn(std::span<const std::byte> bytes) const
{
    const uint64_t word = m_input.fields.status.in(bytes);
    return static_cast<uint8_t>(word & statusMask);
}

/// Goroutines lie all over the core, and waiting for memory is most of the work.
void GoroutineList::prefetch(Address g) const
{
    constexpr size_t lineSize = 64;
    const auto bytes = m_input.memory.view(g, m_input.fields.size);
    for (size_t at = 0; at < bytes.size(); at += lineSize)
        __builtin_prefetch(bytes.data() + at);
}

void GoroutineList::add(Address g)
{
    if (g.isNull() || g.value % 8 != 0) {
        addBroken(g, {.code = ErrorCode::BadFormat, .message = "the goroutine list has no goroutine in this place"});
        return;
    }
    auto bytes = m_input.memory.view(g, m_input.fields.size);
    if (bytes.size() != m_input.fields.size) {
        m_buffer.resize(m_input.fields.size);
        if (auto done = m_input.memory.read(g, m_buffer); !done) {
            addBroken(g, std::move(done.error()));
            return;
        }
        bytes = m_buffer;
    }
    m_consecutiveErrors = 0;
    const uint8_t status = statusIn(bytes);
    if (status == uint8_t(GoStatus::Dead) || status == uint8_t(GoStatus::DeadExtra)) {
        ++m_table.dead;
        return;
    }
    addRow(g, bytes);
}

void GoroutineList::addBroken(Address g, Error error)
{
    ++m_consecutiveErrors;
    m_table.errors.emplace(static_cast<uint32_t>(m_table.size()), std::move(error));
    const std::vector<std::byte> nothing;
    addRow(g, nothing);
}

void GoroutineList::addRow(Address g, std::span<const std::byte> bytes)
{
    const GoroutineFields &f = m_input.fields;
    GoroutineTable &t = m_table;
    const uint8_t status = statusIn(bytes);
    const auto reason = static_cast<uint16_t>(f.waitReason.in(bytes));
    const auto waitSince = static_cast<int64_t>(f.waitSince.in(bytes));
    const Address start = {f.startPc.in(bytes)};
    const Address machine = {f.machine.in(bytes)};
    const bool isWaiting = status == uint8_t(GoStatus::Waiting) || status == uint8_t(GoStatus::Leaked);
    const bool inSyscall = status == uint8_t(GoStatus::Syscall);
    // entersyscall keeps where it was called; g.sched is the same only until the thread comes back (Go runtime/proc.go).
    // As the runtime's tracebacks: what is kept counts whatever the status is (Go runtime/traceback.go: initAt).
    const AddressRange stack{{f.stackLow.in(bytes)}, {f.stackHigh.in(bytes)}};
    const bool useSyscall = stack.contains({f.syscallSp.in(bytes)}) || (inSyscall && f.syscallPc.in(bytes) != 0);
    const bool knowsSince = (isWaiting || inSyscall) && waitSince > 0 && m_input.now >= waitSince;

    t.address.push_back(g);
    t.id.push_back(f.id.in(bytes));
    t.status.push_back(status);
    t.waitReason.push_back(reason);
    t.waitNanoseconds.push_back(knowsSince ? m_input.now - waitSince : -1);
    t.thread.push_back(machine.isNull() ? 0 : m_input.threadOf(machine));
    t.goPc.push_back({f.goPc.in(bytes)});
    t.startPc.push_back(start);
    t.schedPc.push_back({(useSyscall ? f.syscallPc : f.schedPc).in(bytes)});
    t.schedSp.push_back({(useSyscall ? f.syscallSp : f.schedSp).in(bytes)});
    // Before Go 1.23 there was no syscallbp: entersyscall's save() had put it into g.sched.
    t.schedFp.push_back({(useSyscall && f.syscallBp ? f.syscallBp : f.schedBp).in(bytes)});
    t.stackLow.push_back(stack.begin);
    t.stackHigh.push_back(stack.end);
    t.parent.push_back(f.parent.in(bytes));
    t.labels.push_back({f.labels.in(bytes)});
    t.isSystem.push_back(isSystem(start, status, reason, bytes) ? 1 : 0);
    t.isScanned.push_back((f.status.in(bytes)&scanBit) != 0 ? 1 : 0);
}

bool GoroutineList::waitsFor(uint8_t status, uint16_t reason, std::string_view text) const
{
    return status == uint8_t(GoStatus::Waiting) && reason < m_table.reasons.size() && m_table.reasons[reason] == text;
}

bool GoroutineList::isSystem(Address startPc, uint8_t status, uint16_t reason, std::span<const std::byte> g)
{
    // Go runtime/traceback.go: isSystemGoroutine. The finalizer and cleanup goroutines count as the user's while they
    // call back into the user's code; where the flags are not to be found they are the system's as long as they wait.
    const StartFunction &start = startFunction(startPc);
    if (start.runsFinalizers) {
        return m_input.finalizerIsRunning ? !*m_input.finalizerIsRunning : waitsFor(status, reason, "finalizer wait");
    }
    if (start.runsCleanups) {
        return m_input.fields.runningCleanups ? m_input.fields.runningCleanups.in(g) == 0
                                              : waitsFor(status, reason, "cleanup wait");
    }
    return start.isSystem;
}

const GoroutineList::StartFunction &GoroutineList::startFunction(Address startPc)
{
    const auto [found, isNew] = m_starts.try_emplace(startPc);
    if (!isNew)
        return found->second;
    const auto match = m_input.symbols.functionAt(startPc);
    if (!match)
        return found->second;
    const std::string_view name = match->function.name;
    constexpr std::string_view users[] = {"runtime.main", "runtime.corostart", "runtime.handleAsyncEvent"};
    found->second.runsFinalizers = name == "runtime.runFinalizers" || name == "runtime.runfinq";
    found->second.runsCleanups = name == "runtime.runCleanups";
    found->second.isSystem = name.starts_with("runtime.") && !std::ranges::contains(users, name);
    return found->second;
}

}
