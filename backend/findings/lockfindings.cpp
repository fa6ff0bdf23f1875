// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/findings/lockfindings.h"

#include "backend/analysis/duration.h"
#include "backend/findings/peers.h"
#include "backend/findings/rings.h"
#include "backend/findings/stucktexts.h"

#include <algorithm>
#include <format>

namespace Freezeframe
{

namespace
{

constexpr size_t many = 10; ///< behind one lock, however short
constexpr int64_t second = 1'000'000'000;
constexpr size_t mostSteps = 16; ///< of a chain of holders
constexpr size_t mostNamed = 1000; ///< goroutines of one finding

}

LockFindings::LockFindings(const FindingSources &sources, const std::vector<BlockedGoroutine> &blocked,
                           const std::stop_token &stop)
    : m_sources(sources)
{
    for (const BlockedGoroutine &one : blocked) {
        if (stop.stop_requested())
            return;
        if (!one.isLock() || one.waits.empty())
            continue;
        const Address semaphore = one.waits.front().object;
        const std::string reason = sources.table.waitReasonText(one.row);
        const auto key = lockOf(semaphore, reason);
        if (!key)
            continue;
        Lock &lock = m_locks[key->lock];
        if (lock.type != typeOf(BlockedGoroutine::Kind::WriteLock))
            lock.type = typeOf(one.kind);
        lock.waiters.push_back(one.row);
        m_lockOf[one.row] = key->lock;
        if (lock.holders.empty())
            lock.holders = sources.holders.of(semaphore, reason, sources.table);
    }
    findRings();
}

void LockFindings::findRings()
{
    std::vector<size_t> rows;
    for (const auto &[row, lock] : m_lockOf)
        rows.push_back(row);
    m_rings = ringsOf(rows, [this](size_t row) {
        std::vector<size_t> next;
        const auto waits = m_lockOf.find(uint32_t(row));
        if (waits == m_lockOf.end())
            return next;
        for (const WaitInfo::Holder &holder : m_locks.at(waits->second).holders) {
            if (const auto holding = m_sources.table.find(holder.goroutine))
                next.push_back(*holding);
        }
        return next;
    });
    for (const std::vector<size_t> &ring : m_rings)
        m_inRings.insert(ring.begin(), ring.end());
}

Finding::Evidence LockFindings::waitEvidence(uint32_t row) const
{
    const Address lock = m_lockOf.at(row);
    const std::string wait = m_sources.waitOf(row);
    return {.text = std::format("{} waits for {} {}{}", m_sources.nameOf(row), m_locks.at(lock).type,
                                m_sources.nameOf(lock), wait.empty() ? "" : ", " + wait),
            .goroutine = m_sources.table.id[row],
            .frame = {},
            .address = lock};
}

Finding::Evidence LockFindings::holderEvidence(Address lock, const WaitInfo::Holder &holder) const
{
    return {.text = std::format("goroutine {} probably has {}: {} {}", holder.goroutine, m_sources.nameOf(lock),
                                holder.function,
                                holder.isDeferred ? "has an Unlock of it deferred" : "is between Lock and Unlock"),
            .goroutine = holder.goroutine,
            .frame = holder.frame,
            .address = lock};
}

/// Go sync/once.go: doSlow holds the Once's own lock while the function runs.
bool LockFindings::isRecursiveOnce(const std::vector<size_t> &ring) const
{
    const GoroutineStacks::Unique *stack = m_sources.stacks.stackAt(uint32_t(ring.front()));
    return ring.size() == 1 && stack && std::ranges::count(stack->functions, "sync.(*Once).doSlow") > 1;
}

Finding LockFindings::ringFinding(const std::vector<size_t> &ring) const
{
    Finding finding{.id = isRecursiveOnce(ring) ? "once-recursive" : "deadlock-cycle",
                    .severity = Finding::Severity::Critical,
                    .isRing = true};
    for (const size_t row : ring)
        finding.goroutines.push_back(m_sources.table.id[row]);
    if (isRecursiveOnce(ring))
        finding.title = std::format("Deadlock, probably: goroutine {} does a sync.Once from within itself",
                                    finding.goroutines[0]);
    else
        finding.title = ring.size() == 1
            ? std::format("Deadlock, probably: goroutine {} waits for a lock that it has itself", finding.goroutines[0])
            : std::format("Deadlock, probably: {} wait for each other's locks", goroutineNames(finding.goroutines));
    size_t behind = 0;
    for (const size_t member : ring) {
        const auto row = uint32_t(member);
        const Address address = m_lockOf.at(row);
        const Lock &lock = m_locks.at(address);
        finding.objects.push_back({.address = address, .name = m_sources.describe(address), .type = lock.type});
        finding.evidence.push_back(waitEvidence(row));
        for (const WaitInfo::Holder &holder : lock.holders) {
            if (std::ranges::contains(finding.goroutines, holder.goroutine))
                finding.evidence.push_back(holderEvidence(address, holder));
        }
        for (const uint32_t waiter : lock.waiters)
            behind += !m_inRings.contains(waiter);
    }
    finding.detail
        = "None of them can go on before another of them does. Who has a lock is told from the code that each " "of them is in.";
    if (behind > 0)
        finding.detail
            += std::format(" Behind the same locks {} wait{} too.", goroutineCount(behind), behind == 1 ? "s" : "");
    return finding;
}

std::vector<Finding> LockFindings::rings() const
{
    std::vector<Finding> findings;
    for (const std::vector<size_t> &ring : m_rings)
        findings.push_back(ringFinding(ring));
    return findings;
}

bool LockFindings::isBehindRing(const Lock &lock) const
{
    return std::ranges::any_of(lock.waiters, [this](uint32_t row) { return m_inRings.contains(row); });
}

void LockFindings::followChain(Finding &finding, const WaitInfo::Holder &first) const
{
    WaitInfo::Holder holder = first;
    std::set<uint64_t> seen;
    for (size_t i = 0; i < mostSteps && seen.insert(holder.goroutine).second; ++i) {
        const auto row = m_sources.table.find(holder.goroutine);
        if (!row)
            return;
        const auto waits = m_lockOf.find(*row);
        if (waits != m_lockOf.end()) {
            finding.evidence.push_back(waitEvidence(*row));
            const std::vector<WaitInfo::Holder> &next = m_locks.at(waits->second).holders;
            if (next.empty()) {
                finding.evidence.push_back({.text = "who has " + m_sources.nameOf(waits->second) + " can't be told",
                                            .goroutine = {},
                                            .frame = {},
                                            .address = waits->second});
                return;
            }
            holder = next.front();
            finding.evidence.push_back(holderEvidence(waits->second, holder));
            continue;
        }
        const std::string reason = m_sources.table.waitReasonText(*row);
        const std::string wait = m_sources.waitOf(*row);
        const std::string peer = Peers(m_sources).of(*row);
        finding.evidence.push_back(
            {.text = std::format("{} {}{}{}", m_sources.nameOf(*row),
                                 reason.empty() ? "is " + m_sources.table.statusText(*row) : "waits: " + reason,
                                 peer.empty() ? "" : " (" + peer + ')', wait.empty() ? "" : ", " + wait),
             .goroutine = holder.goroutine,
             .frame = {},
             .address = {}});
        return;
    }
}

std::optional<Finding> LockFindings::pileUp(Address address, const Lock &lock) const
{
    int64_t longest = -1;
    for (const uint32_t row : lock.waiters)
        longest = std::max(longest, m_sources.table.waitNanoseconds[row]);
    const size_t count = lock.waiters.size();
    const bool isLong = longest >= 60 * second || (count > 1 && longest >= second);
    if ((count < many && !isLong) || isBehindRing(lock))
        return std::nullopt;
    // Who died with the lock can't give it on: then that is no trouble of its own.
    const bool isOfCrash = m_sources.crash.goroutine && m_sources.crash.place == CrashSummary::Place::Crashed
        && std::ranges::contains(lock.holders, *m_sources.crash.goroutine, &WaitInfo::Holder::goroutine);
    Finding finding{.id = "lock-pile-up", .severity = isOfCrash ? Finding::Severity::Note : Finding::Severity::Warning};
    finding.title = std::format("{} wait{} for one {}", goroutineCount(count), count == 1 ? "s" : "", lock.type);
    if (longest >= 0)
        finding.title
            += std::format(", the longest {}{}", m_sources.table.isTimeExact ? "" : "at least ", elapsedText(longest));
    finding.objects.push_back({.address = address, .name = m_sources.describe(address), .type = lock.type});
    if (lock.holders.empty()) {
        finding.detail
            = "Who has it can't be told: no goroutine of this core stands between a Lock and an Unlock of it " "that can be read. Probably a function returned without its Unlock, or the one that has it is just giving it on.";
    } else {
        finding.title += std::format("; goroutine {} probably has it", lock.holders.front().goroutine);
        finding.detail = isOfCrash ? "The goroutine that has it is the one that died. " : "";
        finding.detail += "Who has a lock is told from the code that each goroutine is in.";
        for (const WaitInfo::Holder &holder : lock.holders) {
            finding.goroutines.push_back(holder.goroutine);
            finding.evidence.push_back(holderEvidence(address, holder));
        }
        followChain(finding, lock.holders.front());
    }
    finding.evidence.push_back(waitEvidence(lock.waiters.front()));
    for (size_t i = 0; i < std::min(count, mostNamed); ++i)
        finding.goroutines.push_back(m_sources.table.id[lock.waiters[i]]);
    return finding;
}

std::vector<Finding> LockFindings::pileUps() const
{
    std::vector<Finding> findings;
    for (const auto &[address, lock] : m_locks) {
        if (auto finding = pileUp(address, lock))
            findings.push_back(std::move(*finding));
    }
    std::ranges::stable_sort(findings, std::greater(), [](const Finding &one) { return one.goroutines.size(); });
    return findings;
}

}
