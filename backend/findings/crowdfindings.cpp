// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/findings/crowdfindings.h"

#include "backend/analysis/duration.h"

#include <algorithm>
#include <format>
#include <map>

namespace Freezeframe
{

namespace
{

constexpr size_t fewest = 1000; ///< fewer are what servers have
constexpr size_t mostNamed = 1000;

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

}

std::vector<Finding> crowdFindings(const FindingSources &sources, const std::vector<BlockedGoroutine> &blocked)
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
    for (auto &[stack, crowd] : crowds) {
        if (crowd.rows.size() < fewest || crowd.rows.size() * 2 < all)
            continue;
        for (const uint32_t row : crowd.rows) {
            const SourceLocation *start = sources.stacks.goStatementAt(row);
            if (start && !start->isEmpty())
                ++crowd.creators[shortPlace(*start)];
        }
        findings.push_back(crowdFinding(sources, crowd, all));
    }
    return findings;
}

}
