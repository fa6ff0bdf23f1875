// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/lockholders.h"

#include "backend/inspect/deferredcalls.h"
#include "backend/unwind/parkedstack.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

constexpr size_t mostGoroutines = 200'000;
constexpr size_t mostFrames = 200; ///< of one goroutine: locks are held near the top
constexpr unsigned mostEvaluated = 64; ///< frames whose variables are read, for one lock
constexpr size_t mostHolders = 8; ///< readers may be many

/// Where a semaphore lies in its lock: Go sync/mutex.go and sync/rwmutex.go, the same from Go 1.18 to 1.27.
std::optional<uint64_t> semaphoreOffset(std::string_view reason)
{
    if (reason == "sync.Mutex.Lock")
        return 4; // state int32, sema uint32
    if (reason == "sync.RWMutex.Lock")
        return 8; // w Mutex, writerSem uint32
    if (reason == "sync.RWMutex.RLock")
        return 12; // readerSem uint32
    return std::nullopt;
}

bool isLock(const Type &type)
{
    return type.name == "sync.Mutex" || type.name == "sync.RWMutex";
}

}

struct LockHolders::Search {
    Address lock;
    unsigned evaluated = 0;
    std::vector<WaitInfo::Holder> found;
};

LockHolders::LockHolders(const Target &target, const GoRuntime &runtime, const Unwinder &unwinder, Evaluator &evaluator)
    : m_target(target)
    , m_runtime(runtime)
    , m_unwinder(unwinder)
    , m_evaluator(evaluator)
{
}

const LockRegions &LockHolders::regionsOf(Address functionEntry)
{
    if (const auto known = m_regions.find(functionEntry); known != m_regions.end())
        return known->second;
    const auto match = m_runtime.symbols().functionAt(functionEntry);
    const bool isOwn = match && !match->function.name.starts_with("sync.")
        && !match->function.name.starts_with("internal/sync.") && !match->function.name.starts_with("runtime.");
    return m_regions
        .emplace(functionEntry, isOwn ? LockRegions::of(m_target, m_runtime.symbols(), *match) : LockRegions())
        .first->second;
}

bool LockHolders::isLocked(const Value &lock) const
{
    // Go internal/sync/mutex.go: mutexLocked. Go sync/rwmutex.go: w Mutex, two semaphores, readerCount.
    constexpr uint32_t lockedBit = 1;
    constexpr uint64_t readerCount = 16;
    const Memory &memory = m_target.memory();
    const auto state = memory.readAs<uint32_t>(lock.address);
    if (!state || (*state & lockedBit) != 0)
        return true;
    if (lock.type->name != "sync.RWMutex")
        return false;
    return memory.readAs<uint32_t>(lock.address + readerCount).value_or(1) != 0;
}

bool LockHolders::isDeferred(const Search &search, const DeferredCall &call)
{
    // "defer c.mu.Unlock()" becomes a closure that has the lock's address as its only variable.
    if (call.closure.isNull() || call.functionLocation.function.empty())
        return false;
    const Memory &memory = m_target.memory();
    const auto captured = memory.readPointer(call.closure + 8);
    if (!captured || *captured != search.lock)
        return false;
    const auto entry = memory.readPointer(call.closure);
    return entry
        && (call.function == "sync.(*Mutex).Unlock-fm" || call.function == "sync.(*RWMutex).Unlock-fm"
            || call.function == "sync.(*RWMutex).RUnlock-fm" || regionsOf(*entry).unlocks());
}

void LockHolders::collectLocks(const Value &value, unsigned hops, unsigned &budget, std::set<Address> &locked)
{
    if (value.error || value.leftOver || value.notYetDeclared || !value.type || budget == 0)
        return;
    --budget;
    constexpr uint64_t mostFields = 64;
    switch (value.type->kind) {
    case TypeKind::Struct:
        if (isLock(*value.type)) {
            // One that nobody has can't be the one that the function took.
            if (!value.address.isNull() && isLocked(value))
                locked.insert(value.address);
            return;
        }
        break;
    case TypeKind::Pointer:
        if (hops == 0)
            return;
        --hops;
        break;
    default: return;
    }
    const auto parts = m_evaluator.children(value, 0, mostFields);
    if (!parts)
        return;
    for (const Value &part : *parts)
        collectLocks(part, hops, budget, locked);
}

bool LockHolders::leadsToLock(const Search &search, const Stack &stack, size_t frame)
{
    std::set<Address> locked;
    if (regionsOf(stack.frames[frame].functionEntry).namesVariable(search.lock))
        locked.insert(search.lock);
    constexpr unsigned mostHops = 2;
    unsigned budget = 2000;
    // Those of what is inlined at the place, too.
    for (size_t i = frame;; --i) {
        const auto variables = m_evaluator.variables(stack, i);
        if (!variables)
            return false;
        for (const Value &variable : *variables)
            collectLocks(variable, mostHops, budget, locked);
        if (i == 0 || !stack.frames[i - 1].inlined)
            break;
    }
    return budget > 0 && locked.size() == 1 && locked.contains(search.lock);
}

bool LockHolders::mayHold(const GoroutineTable &table, uint32_t row, ParkedCache &cache)
{
    std::vector<Address> pcs;
    m_unwinder.parkedPcs(table, row, mostFrames, pcs, cache);
    return pcs.empty() || std::ranges::any_of(pcs, [&](Address pc) {
               const auto known = m_locksAt.find(pc);
               if (known != m_locksAt.end())
                   return known->second;
               const auto match = m_runtime.symbols().functionAt({pc.value - 1});
               return m_locksAt[pc] = match && regionsOf(match->function.entry).locks();
           });
}

void LockHolders::lookAt(Search &search, const GoroutineTable &table, uint32_t row)
{
    const Stack stack = m_unwinder.goroutine(table, row, mostFrames);
    std::vector<DeferredCall> deferred;
    bool isAsked = false;
    for (size_t i = 0; i < stack.frames.size(); ++i) {
        const Frame &frame = stack.frames[i];
        if (frame.inlined || frame.kind != FrameKind::Go || frame.onSystemStack || frame.functionEntry.isNull())
            continue;
        const LockRegions &regions = regionsOf(frame.functionEntry);
        if (regions.releases())
            return; // for all that is known, the lock of a caller
        if (!regions.locks() || regions.isFreeAt(frame.lookupPc))
            continue; // it took none, or gave it up for a while
        if (!isAsked)
            deferred = deferredCalls(m_runtime, stack, table.address[row]);
        isAsked = true;
        WaitInfo::Holder holder{
            .goroutine = table.id[row], .frame = i, .function = frame.function, .isDeferred = false};
        holder.isDeferred = std::ranges::any_of(
            deferred, [&](const DeferredCall &call) { return call.frame == i && isDeferred(search, call); });
        const bool isBetween = !holder.isDeferred && regions.sites() == 1 && regions.isHeldAt(frame.lookupPc)
            && ++search.evaluated <= mostEvaluated && leadsToLock(search, stack, i);
        if (!holder.isDeferred && !isBetween)
            continue;
        search.found.push_back(std::move(holder));
        return;
    }
}

std::vector<WaitInfo::Holder> LockHolders::of(Address semaphore, std::string_view reason, const GoroutineTable &table,
                                              const std::set<uint64_t> &waiters)
{
    const auto offset = semaphoreOffset(reason);
    if (!offset)
        return {};
    if (const auto known = m_known.find(semaphore); known != m_known.end())
        return known->second;
    ParkedCache cache;
    Search search{.lock = {semaphore.value - *offset}, .found = {}};
    for (uint32_t row = 0; row < std::min(table.size(), mostGoroutines) && search.found.size() < mostHolders; ++row) {
        const bool isWaiting = table.status[row] == uint8_t(GoStatus::Waiting);
        // A Cond gives the lock up while it waits.
        if (table.isSystem[row] || waiters.contains(table.id[row])
            || (isWaiting && table.waitReasonText(row) == "sync.Cond.Wait"))
            continue;
        if (mayHold(table, row, cache))
            lookAt(search, table, row);
    }
    return m_known[semaphore] = std::move(search.found);
}

}
