// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/findings/lockholders.h"

#include "backend/eval/pointerwords.h"
#include "backend/findings/deferredcalls.h"
#include "backend/unwind/parkedstack.h"

#include <algorithm>
#include <set>

namespace Freezeframe
{

namespace
{

constexpr size_t mostGoroutines = 200'000;
constexpr size_t mostFrames = 200; ///< of one goroutine: locks are held near the top
constexpr size_t mostHolders = 8; ///< readers may be many

struct WaitedLock {
    uint64_t semaphoreOffset; ///< Go sync/mutex.go and sync/rwmutex.go, the same from Go 1.18 to 1.27
    bool isRead;
};

std::optional<WaitedLock> waitedLock(std::string_view reason)
{
    if (reason == "sync.Mutex.Lock")
        return WaitedLock{4, false}; // state int32, sema uint32
    if (reason == "sync.RWMutex.Lock")
        return WaitedLock{8, false}; // w Mutex, writerSem uint32
    if (reason == "sync.RWMutex.RLock")
        return WaitedLock{12, true}; // readerSem uint32
    return std::nullopt;
}

bool isPhysical(const Frame &frame)
{
    return !frame.inlined && frame.kind == FrameKind::Go && !frame.onSystemStack && !frame.functionEntry.isNull();
}

/// What one goroutine has, frame by frame from the innermost.
class HeldLocks
{
public:
    /// The goroutine waits for it.
    void want(const LockKey &key) { m_net[key] = 1; }

    /// What a frame goes on to do; @p deferred: those of its calls that are still to come.
    void add(const LockOutlook::Balances &ahead, const LockOutlook::Balances &deferred, size_t frame)
    {
        for (const auto &[key, balance] : ahead)
            addOne(key, balance, deferred.contains(key), frame);
        for (const auto &[key, balance] : deferred) {
            if (!ahead.contains(key)) // else the code there has said when it runs them
                addOne(key, balance, true, frame);
        }
    }

    struct Held {
        LockKey key;
        size_t frame = 0;
        bool isDeferred = false;
    };
    [[nodiscard]] const std::vector<Held> &held() const { return m_held; }

private:
    void addOne(const LockKey &key, const LockBalance &balance, bool isDeferred, size_t frame)
    {
        if (m_decided.contains(key))
            return;
        int &net = m_net[key];
        if (balance.lowestOfAny + net >= 0 && balance.isNetClear) {
            net = std::min(net + balance.net, 1);
            return;
        }
        m_decided.insert(key);
        if (balance.isClear && balance.lowestOfAll + net < 0)
            m_held.push_back({key, frame, isDeferred});
    }

    std::map<LockKey, int> m_net;
    std::set<LockKey> m_decided; ///< held, or not to be told
    std::vector<Held> m_held;
};

}

std::optional<LockKey> lockOf(Address semaphore, std::string_view reason)
{
    const auto waited = waitedLock(reason);
    if (!waited || semaphore.value < waited->semaphoreOffset)
        return std::nullopt;
    return LockKey{.lock = semaphore - waited->semaphoreOffset, .isRead = waited->isRead};
}

/// Goroutines that stand at the same place: what the first of them do is what all can do.
struct LockHolders::Sample {
    static constexpr unsigned enough = 2;
    unsigned seen = 0;
    bool unlocks = false;
};

LockHolders::LockHolders(const GoRuntime &runtime, const Unwinder &unwinder)
    : m_runtime(runtime)
    , m_unwinder(unwinder)
    , m_code(runtime.target(), runtime.symbols())
    , m_outlook(runtime, m_code)
{
}

std::optional<LockKey> LockHolders::wanted(const GoroutineTable &table, uint32_t row) const
{
    if (table.status[row] != uint8_t(GoStatus::Waiting))
        return std::nullopt;
    const std::string reason = table.waitReasonText(row);
    if (!waitedLock(reason))
        return std::nullopt;
    for (const GoWait &wait : m_runtime.waits(table.address[row])) {
        const auto lock = wait.kind == GoWait::Kind::Semaphore ? lockOf(wait.object, reason) : std::nullopt;
        if (lock)
            return lock;
    }
    return std::nullopt;
}

bool LockHolders::lookAt(const GoroutineTable &table, uint32_t row)
{
    const Stack stack = m_unwinder.goroutine(table, row, mostFrames);
    const auto want = wanted(table, row);
    const bool isLocking = std::ranges::any_of(stack.frames, [](const Frame &frame) {
        return frame.function.starts_with("internal/sync.(*Mutex).") || frame.function.starts_with("sync.(*Mutex).")
            || frame.function.starts_with("sync.(*RWMutex).");
    });
    if (isLocking && !want)
        return false; // what it is about to take is in a register
    HeldLocks locks;
    if (want)
        locks.want(*want);
    const std::vector<DeferredCall> deferred = deferredCalls(m_runtime, stack, table.address[row]);
    bool unlocks = false;
    std::string_view callee;
    for (size_t i = 0; i < stack.frames.size(); ++i) {
        const Frame &frame = stack.frames[i];
        if (!isPhysical(frame))
            continue;
        const bool goesOn = !neverReturns(std::exchange(callee, frame.function));
        if (isInsideOfLock(frame.function))
            continue;
        LockOutlook::Balances later;
        std::vector<Address> closures;
        for (const DeferredCall &call : deferred) {
            if (call.frame != i || call.closure.isNull())
                continue;
            later.merge(m_outlook.ofClosure(call.closure));
            closures.push_back(call.closure);
        }
        const auto ahead = goesOn ? m_outlook.ahead(frame, closures) : LockOutlook::Balances();
        unlocks = unlocks || !later.empty() || !ahead.empty();
        locks.add(ahead, later, i);
    }
    for (const HeldLocks::Held &held : locks.held()) {
        m_holders.emplace(held.key,
                          Holder{.goroutine = table.id[row],
                                 .frame = held.frame,
                                 .function = stack.frames[held.frame].function,
                                 .isDeferred = held.isDeferred});
    }
    return unlocks;
}

void LockHolders::lookAtAll(const GoroutineTable &table)
{
    m_isComplete = true;
    ParkedCache cache;
    std::map<std::vector<Address>, Sample> samples;
    std::vector<Address> pcs;
    for (uint32_t row = 0; row < std::min(table.size(), mostGoroutines) && !m_outlook.isExhausted(); ++row) {
        if (table.isSystem[row])
            continue;
        m_unwinder.parkedPcs(table, row, mostFrames, pcs, cache);
        if (pcs.empty()) {
            lookAt(table, row);
            continue;
        }
        Sample &sample = samples[pcs];
        const bool isSample = sample.seen++ < Sample::enough;
        if (!isSample && !sample.unlocks)
            continue;
        if (isSample) {
            m_outlook.setBothWays(true);
            const auto before = m_holders;
            sample.unlocks = lookAt(table, row) || sample.unlocks;
            m_holders = before;
            m_outlook.setBothWays(false);
        }
        if (sample.unlocks)
            lookAt(table, row);
    }
}

std::vector<WaitInfo::Holder> LockHolders::having(const LockKey &key) const
{
    std::vector<Holder> holders;
    const auto [first, last] = m_holders.equal_range(key);
    for (auto at = first; at != last && holders.size() < mostHolders; ++at)
        holders.push_back(at->second);
    // One at a time has a lock that is not read: of several, who has it is not told.
    return holders.size() > 1 && !key.isRead ? std::vector<Holder>() : holders;
}

std::vector<WaitInfo::Holder> LockHolders::of(Address semaphore, std::string_view reason, const GoroutineTable &table)
{
    const auto waited = lockOf(semaphore, reason);
    if (!waited)
        return {};
    if (!m_isComplete)
        lookAtAll(table);
    const Address lock = waited->lock;
    // Go sync/rwmutex.go: writers wait for each other as for a Mutex, then for those who read; these wait for a writer
    // that has it, or that waits for other readers.
    if (reason == "sync.RWMutex.Lock")
        return having({.lock = lock, .isRead = true});
    auto holders = having({.lock = lock, .isRead = false});
    return holders.empty() && waited->isRead ? having({.lock = lock, .isRead = true}) : holders;
}

}
