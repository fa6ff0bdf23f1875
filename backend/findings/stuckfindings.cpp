// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/findings/stuckfindings.h"

#include "backend/analysis/duration.h"
#include "backend/base/text.h"
#include "backend/findings/rings.h"
#include "backend/findings/stucktexts.h"

#include <algorithm>
#include <format>

namespace Freezeframe
{

namespace
{

constexpr size_t mostLookedAt = 500; ///< goroutines whose belongings are walked
constexpr size_t mostNamed = 1000; ///< goroutines of one finding
constexpr size_t mostExamples = 4;

}

StuckFindings::StuckFindings(const FindingSources &sources, const std::vector<BlockedGoroutine> &blocked,
                             const std::stop_token &stop)
    : m_sources(sources)
    , m_blocked(blocked)
    , m_stop(stop)
    , m_search(sources.runtime, sources.unwinder, sources.table, sources.pause)
{
}

bool StuckFindings::areAllAsleep() const
{
    return m_sources.crash.message.contains("all goroutines are asleep");
}

void StuckFindings::findNeverWaking()
{
    const bool isDead = m_sources.crash.place == CrashSummary::Place::Crashed
        && (m_sources.crash.kind == CrashSummary::Kind::Panic || m_sources.crash.kind == CrashSummary::Kind::Throw
            || m_sources.crash.kind == CrashSummary::Kind::Signal);
    if (isDead && m_sources.crash.goroutine)
        m_search.setDead(*m_sources.crash.goroutine);
    const auto spans = m_sources.spans();
    if (!spans) {
        m_unanswered = "Which goroutines never wake was not looked for: " + spans.error().message + '.';
        return;
    }
    auto never = m_search.find(*spans, m_blocked, m_stop);
    if (!never)
        return; // stopped
    if (const uint64_t missing = m_search.unreadableBytes()) {
        // Without that memory a goroutine may look unreachable that is not.
        m_unanswered = std::format(
            "Which goroutines never wake can't be told: {} of memory that may lead to what they wait for is " "not in this core.",
            byteCount(missing));
        return;
    }
    m_never = std::move(*never);
    if (!areAllAsleep())
        return;
    m_never.clear();
    for (size_t i = 0; i < m_blocked.size(); ++i) {
        if (!m_blocked[i].waits.empty())
            m_never.push_back(i);
    }
}

void StuckFindings::lookAtBelongings()
{
    std::vector<Address> objects;
    for (const size_t index : m_never) {
        for (const GoWait &wait : m_blocked[index].waits)
            objects.push_back(wait.object);
    }
    std::map<uint32_t, size_t> looked; // of each stack: a few stand for many
    const size_t most = std::max<size_t>(mostLookedAt / std::max<size_t>(1, m_sources.stacks.stacks.size()), 20);
    for (const size_t index : m_never) {
        const uint32_t row = m_blocked[index].row;
        const bool isEnough = looked[m_sources.stacks.stackOf[row]]++ >= most || m_belongings.size() >= mostLookedAt;
        if (isEnough || m_stop.stop_requested())
            continue;
        if (m_sources.pause)
            m_sources.pause();
        m_belongings[index] = m_search.belongingsOf(row, objects);
    }
}

std::vector<size_t> StuckFindings::othersReferringTo(size_t index, Address object) const
{
    std::vector<size_t> others;
    for (const auto &[other, belongings] : m_belongings) {
        if (other != index && belongings.refersTo.contains(object))
            others.push_back(other);
    }
    return others;
}

std::vector<Finding> StuckFindings::run()
{
    std::vector<Finding> findings;
    for (const Group &group : groups([](const BlockedGoroutine &one) { return one.isForever(); })) {
        if (auto finding = forever(group))
            findings.push_back(std::move(*finding));
    }
    findNeverWaking();
    if (m_never.empty() || m_stop.stop_requested())
        return findings;
    lookAtBelongings();
    std::vector<size_t> looked;
    for (const auto &[index, belongings] : m_belongings)
        looked.push_back(index);
    m_rings = ringsOf(looked, [this](size_t index) {
        std::vector<size_t> next;
        for (const GoWait &wait : m_blocked[index].waits) {
            // Who waits for the same in the same way can't be who does it.
            for (const size_t other : othersReferringTo(index, wait.object)) {
                if (!std::ranges::contains(m_blocked[other].waits, wait.object, &GoWait::object))
                    next.push_back(other);
            }
        }
        return next;
    });
    for (const std::vector<size_t> &ring : m_rings)
        findings.push_back(ringFinding(ring));
    const auto isNever = [this](const BlockedGoroutine &one) {
        return std::ranges::binary_search(m_never, size_t(&one - m_blocked.data()));
    };
    for (const Group &group : groups([&](const BlockedGoroutine &one) { return !one.isForever() && isNever(one); })) {
        const BlockedGoroutine::Kind kind = m_blocked[group.front()].kind;
        if (kind != BlockedGoroutine::Kind::Select && !m_blocked[group.front()].isLock())
            findings.push_back(stuckAt(group));
        if (!areAllAsleep())
            findings.push_back(neverWakes(group));
    }
    return findings;
}

/// Those that stand at the same place in the same way.
std::vector<StuckFindings::Group> StuckFindings::groups(
    const std::function<bool(const BlockedGoroutine &)> &accepts) const
{
    // Not by stack: wrappers that the compiler makes for go statements tell them apart, and recursion does.
    std::map<uint32_t, std::string> places;
    std::map<std::pair<std::string, BlockedGoroutine::Kind>, Group> byPlace;
    for (size_t i = 0; i < m_blocked.size(); ++i) {
        if (!accepts(m_blocked[i]))
            continue;
        const auto [place, isNew] = places.try_emplace(m_sources.stacks.stackOf[m_blocked[i].row]);
        if (isNew)
            place->second = m_sources.placeOf(m_blocked[i].row);
        byPlace[{place->second, m_blocked[i].kind}].push_back(i);
    }
    std::vector<Group> all;
    for (auto &[place, group] : byPlace)
        all.push_back(std::move(group));
    std::ranges::stable_sort(all, std::greater(), &Group::size);
    return all;
}

void StuckFindings::addMembers(Finding &finding, const Group &group) const
{
    for (size_t i = 0; i < std::min(group.size(), mostNamed); ++i)
        finding.goroutines.push_back(idOf(group[i]));
}

std::optional<Finding> StuckFindings::forever(const Group &group) const
{
    const BlockedGoroutine &first = m_blocked[group.front()];
    // The main goroutine of many a program ends in select {}, so that the others go on.
    const bool isMain = group.size() == 1 && idOf(group.front()) == mainGoroutine;
    if (first.kind == BlockedGoroutine::Kind::NoCases && isMain)
        return std::nullopt;
    const bool isNil = first.kind != BlockedGoroutine::Kind::NoCases;
    Finding finding{.id = isNil ? "channel-stuck" : "select-forever",
                    .severity = isNil ? Finding::Severity::Warning : Finding::Severity::Note,
                    .isCertain = true};
    addMembers(finding, group);
    finding.title = std::format("{} {} forever in {}", goroutineCount(group.size()),
                                foreverVerb(first.kind, group.size()), m_sources.placeOf(first.row));
    finding.detail = isNil ? "Nothing can be sent to or received from a channel that is nil: it was never made."
                           : "A select without cases never goes on.";
    finding.evidence.push_back(
        {.text = m_sources.nameOf(first.row) + " waits: " + m_sources.table.waitReasonText(first.row),
         .goroutine = idOf(group.front()),
         .frame = {},
         .address = {}});
    return finding;
}

std::string StuckFindings::objectText(const BlockedGoroutine &one, Address object) const
{
    std::string text = typeOf(one.kind) + " " + m_sources.nameOf(object);
    if (one.isChannel() || one.kind == BlockedGoroutine::Kind::Select) {
        if (const std::string state = channelText(m_sources.runtime, object); !state.empty())
            text += ", " + state;
    } else if (one.kind == BlockedGoroutine::Kind::WaitGroup) {
        if (const auto count = waitGroupCount(m_sources.runtime.target().memory(), object))
            text += std::format(", counter {}", *count);
    }
    return text;
}

Finding::Evidence StuckFindings::objectEvidence(size_t index) const
{
    const BlockedGoroutine &one = m_blocked[index];
    const Address object = one.waits.front().object;
    std::vector<uint64_t> others;
    for (const size_t other : othersReferringTo(index, object))
        others.push_back(idOf(other));
    const bool isWhole = m_belongings.size() == m_never.size()
        && std::ranges::all_of(m_belongings, [](const auto &entry) { return entry.second.isWhole; });
    std::string who;
    if (!others.empty())
        who = std::format("only {} refer{} to it, and never wake{}", goroutineNames(others),
                          others.size() == 1 ? "s" : "", others.size() == 1 ? "s" : "");
    else if (m_search.isReached(object))
        who = "a package variable leads to it, but no goroutine can run any more";
    else if (isWhole)
        who = "no other goroutine and no variable refers to it";
    else
        who = "nothing that can still run refers to it";
    return {.text = std::format("goroutine {}: {}: {}", idOf(index), objectText(one, object), who),
            .goroutine = idOf(index),
            .frame = {},
            .address = object};
}

Finding StuckFindings::stuckAt(const Group &group) const
{
    const BlockedGoroutine &first = m_blocked[group.front()];
    Finding finding{.id = idOfStuck(first.kind), .severity = Finding::Severity::Warning, .isCertain = true};
    if (areAllAsleep())
        finding.severity = Finding::Severity::Critical;
    addMembers(finding, group);
    finding.title = std::format("{} {} in {}: nobody is left who could", goroutineCount(group.size()),
                                stuckVerb(first.kind, group.size()), m_sources.placeOf(first.row));
    finding.detail = stuckDetail(first.kind);
    std::set<Address> seen;
    for (const size_t index : group) {
        if (m_blocked[index].waits.empty())
            continue;
        const Address object = m_blocked[index].waits.front().object;
        if (seen.size() >= mostExamples || !seen.insert(object).second)
            continue;
        finding.objects.push_back({.address = object, .name = m_sources.describe(object), .type = typeOf(first.kind)});
        finding.evidence.push_back(objectEvidence(index));
    }
    return finding;
}

Finding StuckFindings::neverWakes(const Group &group) const
{
    const BlockedGoroutine &first = m_blocked[group.front()];
    Finding finding{.id = "never-wakes", .severity = Finding::Severity::Warning, .isCertain = true};
    addMembers(finding, group);
    finding.title = std::format("{} never wake{}: {} in {}", goroutineCount(group.size()), group.size() == 1 ? "s" : "",
                                m_sources.table.waitReasonText(first.row), m_sources.placeOf(first.row));
    finding.detail
        = "All of the heap was searched: no goroutine that can still run, and no package variable, leads to " "what they wait for. They leak.";
    uint64_t bytes = 0;
    int64_t longest = -1;
    for (const size_t index : group) {
        const auto kept = m_belongings.find(index);
        bytes = std::max(bytes, kept == m_belongings.end() ? 0 : kept->second.bytes);
        longest = std::max(longest, m_sources.table.waitNanoseconds[m_blocked[index].row]);
    }
    if (bytes > 0)
        finding.detail += " One of them keeps up to " + byteCount(bytes) + " that nothing else needs.";
    if (longest >= 0)
        finding.detail += std::format(" The longest waits {}{}.", m_sources.table.isTimeExact ? "" : "at least ",
                                      elapsedText(longest));
    for (const size_t index : std::span(group).first(std::min(group.size(), mostExamples))) {
        const uint32_t row = m_blocked[index].row;
        finding.evidence.push_back({.text = m_sources.nameOf(row) + " waits: " + m_sources.table.waitReasonText(row),
                                    .goroutine = idOf(index),
                                    .frame = {},
                                    .address = {}});
        for (const GoWait &wait : m_blocked[index].waits) {
            const Address object = wait.object;
            if (finding.objects.size() < mostExamples
                && !std::ranges::contains(finding.objects, object, &Finding::Object::address))
                finding.objects.push_back(
                    {.address = object, .name = m_sources.describe(object), .type = typeOf(first.kind)});
        }
    }
    if (const SourceLocation *start = m_sources.stacks.goStatementAt(first.row); start && !start->isEmpty()) {
        finding.evidence.push_back(
            {.text = "started by " + shortPlace(*start), .goroutine = {}, .frame = {}, .address = {}});
    }
    return finding;
}

Finding StuckFindings::ringFinding(const std::vector<size_t> &ring) const
{
    Finding finding{.id = "deadlock-cycle", .severity = Finding::Severity::Critical, .isCertain = true, .isRing = true};
    for (const size_t index : ring)
        finding.goroutines.push_back(idOf(index));
    finding.title = std::format("Deadlock: {} wait for each other", goroutineNames(finding.goroutines));
    finding.detail = "What each of them waits for only others of them refer to; nothing that can still run does.";
    for (size_t i = 0; i < ring.size(); ++i) {
        const BlockedGoroutine &one = m_blocked[ring[i]];
        const size_t next = ring[(i + 1) % ring.size()];
        for (const GoWait &wait : one.waits) {
            if (!m_belongings.at(next).refersTo.contains(wait.object))
                continue;
            finding.objects.push_back(
                {.address = wait.object, .name = m_sources.describe(wait.object), .type = typeOf(one.kind)});
            finding.evidence.push_back(
                {.text = std::format("{} waits ({}) for {}, to which goroutine {} refers", m_sources.nameOf(one.row),
                                     m_sources.table.waitReasonText(one.row), objectText(one, wait.object), idOf(next)),
                 .goroutine = idOf(ring[i]),
                 .frame = {},
                 .address = wait.object});
            break;
        }
    }
    return finding;
}

}
