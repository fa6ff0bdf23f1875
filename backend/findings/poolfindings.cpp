// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/findings/poolfindings.h"

#include "backend/analysis/duration.h"
#include "backend/eval/knownfields.h"
#include "backend/go/functionname.h"
#include "backend/heap/heapreferrers.h"

#include <algorithm>
#include <format>

namespace Freezeframe
{

namespace
{

constexpr size_t many = 10; ///< that wait, however briefly
constexpr int64_t second = 1'000'000'000;
constexpr size_t mostNamed = 1000;
constexpr size_t mostShown = 20; ///< holders told one by one
constexpr uint64_t mostEntries = 10'000; ///< of a map that are looked at
constexpr size_t mostExamined = 2000; ///< waiters whose variables are read

}

const PoolFindings::Kind PoolFindings::kinds[] = {
    {"database/sql.(*DB).conn", "*database/sql.DB", &PoolFindings::database},
    {"golang.org/x/sync/semaphore.(*Weighted).Acquire", "*golang.org/x/sync/semaphore.Weighted",
     &PoolFindings::semaphore},
    {"net/http.(*Transport).getConn", "*net/http.Transport", &PoolFindings::transport},
};

PoolFindings::PoolFindings(const FindingSources &sources, const std::stop_token &stop)
    : m_sources(sources)
    , m_stop(stop)
    , m_frames(sources)
    , m_roots(sources.runtime, sources.unwinder, sources.table)
{
}

int64_t PoolFindings::number(const Value &whole, std::string_view path) const
{
    const auto found = m_sources.evaluator.knownFields().number(whole, path);
    return found ? int64_t(*found) : -1;
}

std::map<Address, PoolFindings::Pool> PoolFindings::poolsOf(const Kind &kind)
{
    std::map<Address, Pool> pools;
    std::vector<uint8_t> isOfKind;
    for (const GoroutineStacks::Unique &stack : m_sources.stacks.stacks)
        isOfKind.push_back(std::ranges::contains(stack.functions, kind.function));
    if (std::ranges::none_of(isOfKind, [](uint8_t one) { return one != 0; }))
        return pools;
    size_t examined = 0;
    for (uint32_t row = 0; row < m_sources.table.size() && examined < mostExamined; ++row) {
        const uint32_t stack = m_sources.stacks.stackOf[row];
        const bool waits = GoStatus(m_sources.table.status[row]) == GoStatus::Waiting
            && m_sources.table.waitReasonText(row) == "select";
        if (stack >= isOfKind.size() || !isOfKind[stack] || !waits || m_stop.stop_requested())
            continue;
        ++examined;
        if (m_sources.pause)
            m_sources.pause();
        const auto found = m_frames.ofType(row, kind.type);
        if (!found)
            continue;
        const Address address{m_sources.evaluator.word(found->value).value_or(0)};
        const auto whole = m_sources.evaluator.knownFields().followed(found->value);
        if (!whole || address.isNull())
            continue;
        Pool &pool = pools.try_emplace(address, Pool{.value = *whole, .variable = *found, .waiters = {}}).first->second;
        pool.waiters.push_back(row);
    }
    return pools;
}

bool PoolFindings::isTrouble(const std::vector<uint32_t> &waiters) const
{
    const auto isLong = [this](uint32_t row) { return m_sources.table.waitNanoseconds[row] >= second; };
    return waiters.size() >= many || std::ranges::any_of(waiters, isLong);
}

std::vector<Finding> PoolFindings::run()
{
    std::vector<Finding> findings;
    for (const Kind &kind : kinds) {
        for (const auto &[address, pool] : poolsOf(kind)) {
            if (!isTrouble(pool.waiters))
                continue;
            Finding finding = (this->*kind.describe)(pool);
            if (finding.title.empty())
                continue;
            finding.id = "pool-exhausted";
            finding.objects.insert(
                finding.objects.begin(),
                {.address = address, .name = m_sources.describe(address), .type = std::string(kind.type.substr(1))});
            addWaiters(finding, pool.waiters);
            findings.push_back(std::move(finding));
        }
    }
    return findings;
}

std::string PoolFindings::waitersText(const std::vector<uint32_t> &waiters) const
{
    int64_t longest = -1;
    for (const uint32_t row : waiters)
        longest = std::max(longest, m_sources.table.waitNanoseconds[row]);
    std::string text = goroutineCount(waiters.size()) + (waiters.size() == 1 ? " waits" : " wait");
    if (longest >= 0)
        text += std::format(", the longest {}{}", m_sources.table.isTimeExact ? "" : "at least ", elapsedText(longest));
    return text;
}

void PoolFindings::addWaiters(Finding &finding, const std::vector<uint32_t> &waiters) const
{
    finding.evidence.push_back({.text = m_sources.nameOf(waiters.front()) + " waits for one",
                                .goroutine = m_sources.table.id[waiters.front()],
                                .frame = {},
                                .address = {}});
    for (const uint32_t row : std::span(waiters).first(std::min(waiters.size(), mostNamed))) {
        if (!std::ranges::contains(finding.goroutines, m_sources.table.id[row]))
            finding.goroutines.push_back(m_sources.table.id[row]);
    }
}

/// Go 1.22 to 1.27 database/sql/sql.go: DB{freeConn, connRequests, numOpen, dep, maxOpen …}.
Finding PoolFindings::database(const Pool &pool)
{
    Finding finding{.severity = Finding::Severity::Warning};
    const int64_t most = number(pool.value, "maxOpen");
    const int64_t open = number(pool.value, "numOpen");
    if (most <= 0 || open < most)
        return finding;
    const uint64_t idle = m_sources.evaluator.knownFields().length(pool.value, "freeConn").value_or(0);
    if (idle > 0)
        return finding;
    finding.title
        = std::format("All {} connections of a database/sql pool are in use; {}", most, waitersText(pool.waiters));
    finding.detail = std::format(
        "SetMaxOpenConns allows {}. Who has a connection is told from what the goroutines have " "on their stacks: probably those that are named.",
        most);
    addHolders(finding, connectionsInUse(pool), pool.waiters);
    return finding;
}

/// Every connection depends on itself until it is closed (database/sql: DB.addDepLocked).
std::set<Address> PoolFindings::connectionsInUse(const Pool &pool)
{
    std::set<Address> connections;
    const std::string query = "map(" + pool.variable.value.name + ".dep, key)";
    const Stack &stack = m_frames.stackOf(pool.waiters.front());
    const auto keys = m_sources.evaluator.evaluate(stack, pool.variable.frame, query);
    const uint64_t count = keys ? std::min(m_sources.evaluator.length(*keys).value_or(0), mostEntries) : 0;
    const auto words = keys ? m_sources.evaluator.children(*keys, 0, count) : Result<std::vector<Value>>();
    for (const Value &key : words.value_or(std::vector<Value>())) {
        const auto held = m_sources.evaluator.dynamicValue(key);
        if (held && held->type->name == "*database/sql.driverConn" && number(*held, "inUse") == 1)
            connections.insert({m_sources.evaluator.word(*held).value_or(0)});
    }
    return connections;
}

bool PoolFindings::isOfLibrary(uint32_t row) const
{
    const SourceLocation *start = m_sources.stacks.startAt(row);
    return m_sources.table.isSystem[row] || (start && isStandardFunction(start->function));
}

std::multimap<Address, uint32_t> PoolFindings::holdersOf(const std::set<Address> &things)
{
    std::multimap<Address, uint32_t> holders;
    const auto spans = m_sources.spans();
    if (!spans || things.empty())
        return holders;
    const auto referrers = heapReferrers(m_sources.runtime.target(), **spans, things, m_stop, m_sources.pause);
    for (uint32_t row = 0; row < m_sources.table.size() && !m_stop.stop_requested(); ++row) {
        if (isOfLibrary(row))
            continue;
        std::set<Address> theirs;
        for (const uint64_t word : m_roots.of(row)) {
            if (things.contains({word}))
                theirs.insert({word});
            const auto object = (*spans)->at({word});
            if (!object)
                continue;
            const auto [first, last] = referrers.equal_range(object->begin);
            for (auto one = first; one != last; ++one)
                theirs.insert(one->second);
        }
        for (const Address thing : theirs)
            holders.emplace(thing, row);
    }
    return holders;
}

void PoolFindings::addHolders(Finding &finding, const std::set<Address> &connections,
                              const std::vector<uint32_t> &waiters)
{
    const auto holders = holdersOf(connections);
    size_t shown = 0;
    size_t lost = 0;
    for (const Address connection : connections) {
        finding.objects.push_back({.address = connection, .name = {}, .type = "database/sql.driverConn"});
        const auto [first, last] = holders.equal_range(connection);
        lost += first == last;
        for (auto one = first; one != last; ++one) {
            const uint32_t row = one->second;
            const uint64_t id = m_sources.table.id[row];
            if (std::ranges::contains(finding.goroutines, id))
                continue;
            finding.goroutines.push_back(id);
            if (shown++ >= mostShown)
                continue;
            const std::string wait = m_sources.table.waitReasonText(row);
            finding.evidence.push_back(
                {.text = std::format("{} probably has the connection at {}{}{}", m_sources.nameOf(row),
                                     connection.toString(), wait.empty() ? "" : ", and waits: " + wait,
                                     std::ranges::contains(waiters, row) ? " for another one of them" : ""),
                 .goroutine = id,
                 .frame = {},
                 .address = connection});
        }
    }
    if (lost > 0) {
        finding.evidence.push_back(
            {.text = std::format(
                 "{} of the connections: no goroutine leads to {}: probably Rows that were not closed, " "or a Tx without Commit and Rollback",
                 lost, lost == 1 ? "it" : "them"),
             .goroutine = {},
             .frame = {},
             .address = {}});
    }
}

/// golang.org/x/sync/semaphore (2018 on): Weighted{size, cur, mu, waiters}.
Finding PoolFindings::semaphore(const Pool &pool)
{
    Finding finding{.severity = Finding::Severity::Warning, .isCertain = true};
    const int64_t size = number(pool.value, "size");
    const int64_t used = number(pool.value, "cur");
    if (size < 0 || used < 0)
        return finding;
    finding.title = std::format("A semaphore is used up, {} of {}; {}", used, size, waitersText(pool.waiters));
    finding.detail = "A semaphore does not note who has acquired it.";
    return finding;
}

/// Go 1.22 to 1.27 net/http/transport.go: Transport{MaxConnsPerHost, connsPerHost …}.
Finding PoolFindings::transport(const Pool &pool)
{
    Finding finding{.severity = Finding::Severity::Warning, .isCertain = true};
    const int64_t most = number(pool.value, "MaxConnsPerHost");
    const auto counts = m_sources.evaluator.knownFields().at(pool.value, "connsPerHost");
    if (most <= 0 || !counts || counts->type->kind != TypeKind::Map)
        return finding;
    const uint64_t length = std::min(m_sources.evaluator.length(*counts).value_or(0), mostEntries);
    const auto hosts = m_sources.evaluator.children(*counts, 0, length);
    size_t full = 0;
    for (const Value &host : hosts.value_or(std::vector<Value>())) {
        if (number(host, {}) < most)
            continue;
        ++full;
        finding.evidence.push_back(
            {.text = std::format("{} connections of {} to {}", number(host, {}), most, host.name),
             .goroutine = {},
             .frame = {},
             .address = {}});
    }
    if (full == 0)
        return finding;
    finding.title
        = std::format("All {} connections that MaxConnsPerHost allows are in use; {}", most, waitersText(pool.waiters));
    finding.detail = "A request waits till one of those before it has got its answer and its body was closed.";
    return finding;
}

}
