// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/findings/crowdfindings.h"

#include "backend/analysis/duration.h"
#include "backend/findings/neverwaking.h"

#include <algorithm>
#include <format>
#include <map>

namespace Freezeframe
{

namespace
{

constexpr size_t fewest = 1000; ///< fewer are what servers have
constexpr size_t mostNamed = 1000;
constexpr uint64_t largestVariables = uint64_t(1) << 28; ///< bytes of one section

struct Crowd {
    std::vector<uint32_t> rows;
    int64_t shortest = -1, longest = -1; ///< nanoseconds of those whose wait is known
    size_t timed = 0;
    std::map<std::string, size_t> creators; ///< "main.serve at server.go:12"
};

Finding crowdFinding(const FindingSources &sources, const Crowd &crowd, size_t all)
{
    const uint32_t first = crowd.rows.front();
    Finding finding{.id = "pile-up", .severity = Finding::Severity::Warning, .isCertain = true};
    finding.title = std::format("{} of {} goroutines wait at one place: {} in {}", crowd.rows.size(), all,
                                sources.table.waitReasonText(first), sources.placeOf(first));
    if (crowd.timed > 1) {
        const std::string_view least = sources.table.isTimeExact ? "" : "at least ";
        finding.detail = std::format("The newest of them waits {}{}, the oldest {}{}.", least,
                                     elapsedText(crowd.shortest), least, elapsedText(crowd.longest));
        const double seconds = double(crowd.longest - crowd.shortest) / 1e9;
        if (seconds >= 1)
            finding.detail += std::format(" So about {:.1f} a second came to stay.", double(crowd.timed) / seconds);
    }
    for (const auto &[place, count] : crowd.creators)
        finding.evidence.push_back({.text = std::format("{} of them started by {}", count, place),
                                    .goroutine = {},
                                    .frame = {},
                                    .address = {}});
    std::ranges::stable_sort(finding.evidence, std::less(),
                             [](const Finding::Evidence &one) { return -std::atoll(one.text.c_str()); });
    for (size_t i = 0; i < std::min(crowd.rows.size(), mostNamed); ++i)
        finding.goroutines.push_back(sources.table.id[crowd.rows[i]]);
    finding.evidence.push_back({.text = "for example " + sources.nameOf(first),
                                .goroutine = sources.table.id[first],
                                .frame = {},
                                .address = {}});
    return finding;
}

/// The package variable that has the object's address; empty if none has it itself.
std::string variableWith(const FindingSources &sources, Address object)
{
    const Memory &memory = sources.runtime.target().memory();
    for (const ModuleData &module : sources.runtime.symbols().modules()) {
        for (const AddressRange &range : {module.data, module.bss}) {
            std::vector<uint64_t> words(std::min(range.size(), largestVariables) / 8);
            if (!memory.read(range.begin, std::as_writable_bytes(std::span(words))))
                continue;
            const auto found = std::ranges::find(words, object.value);
            const std::string name = found == words.end()
                ? std::string()
                : sources.describe(range.begin + uint64_t(found - words.begin()) * 8);
            if (!name.empty() && !name.starts_with("runtime."))
                return name;
        }
    }
    return {};
}

/// Says of crowds that nobody but package variables leads to what they wait for.
void addVariables(const FindingSources &sources, const std::vector<BlockedGoroutine> &blocked,
                  const std::vector<const Crowd *> &crowds, std::vector<Finding> &findings, const std::stop_token &stop)
{
    const auto spans = sources.spans();
    if (!spans)
        return;
    NeverWaking search(sources.runtime, sources.unwinder, sources.table, sources.pause);
    search.setWithoutVariables();
    const auto never = search.find(*spans, blocked, stop);
    if (!never || search.unreadableBytes() > 0)
        return;
    std::map<uint32_t, const BlockedGoroutine *> unreached; // by row
    for (const size_t index : *never)
        unreached[blocked[index].row] = &blocked[index];
    for (size_t i = 0; i < crowds.size(); ++i) {
        const auto first = unreached.find(crowds[i]->rows.front());
        const bool isAll = std::ranges::all_of(crowds[i]->rows, [&](uint32_t row) { return unreached.contains(row); });
        if (!isAll || first == unreached.end() || first->second->waits.empty())
            continue;
        const Address object = first->second->waits.front().object;
        const std::string name = variableWith(sources, object);
        if (name.empty())
            continue; // perhaps nothing at all leads to it
        findings[i].evidence.push_back(
            {.text = std::format(
                 "they wake only if somebody uses a package variable: {} leads to what they wait for, and " "no goroutine that can run does",
                 name),
             .goroutine = {},
             .frame = {},
             .address = object});
    }
}

}

std::vector<Finding> crowdFindings(const FindingSources &sources, const std::vector<BlockedGoroutine> &blocked,
                                   const std::stop_token &stop)
{
    std::map<uint32_t, Crowd> crowds;
    for (const BlockedGoroutine &one : blocked) {
        Crowd &crowd = crowds[sources.stacks.stackOf[one.row]];
        crowd.rows.push_back(one.row);
        if (const int64_t wait = sources.table.waitNanoseconds[one.row]; wait >= 0) {
            crowd.shortest = crowd.timed == 0 ? wait : std::min(crowd.shortest, wait);
            crowd.longest = std::max(crowd.longest, wait);
            ++crowd.timed;
        }
    }
    const auto all = size_t(std::ranges::count(sources.table.isSystem, 0));
    std::vector<Finding> findings;
    std::vector<const Crowd *> shown;
    for (auto &[stack, crowd] : crowds) {
        if (crowd.rows.size() < fewest || crowd.rows.size() * 2 < all)
            continue;
        for (const uint32_t row : crowd.rows) {
            const SourceLocation *start = sources.stacks.goStatementAt(row);
            if (start && !start->isEmpty())
                ++crowd.creators[shortPlace(*start)];
        }
        findings.push_back(crowdFinding(sources, crowd, all));
        shown.push_back(&crowd);
    }
    if (!shown.empty())
        addVariables(sources, blocked, shown, findings, stop);
    return findings;
}

}
