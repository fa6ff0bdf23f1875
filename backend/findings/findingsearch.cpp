// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/findings/findingsearch.h"

#include "backend/findings/contextfindings.h"
#include "backend/findings/crashfindings.h"
#include "backend/findings/crowdfindings.h"
#include "backend/findings/lockfindings.h"
#include "backend/findings/poolfindings.h"
#include "backend/findings/resourcefindings.h"
#include "backend/findings/stuckfindings.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

/// A ring of locks is told by who refers to them, too: the same one once, the certain one.
bool isSameRing(const Finding &left, const Finding &right)
{
    return left.isRing && right.isRing && std::ranges::is_permutation(left.goroutines, right.goroutines);
}

}

Result<Findings> searchFindings(const FindingSources &sources, const std::stop_token &stop)
{
    Findings findings;
    const auto add
        = [&findings](std::vector<Finding> more) { std::ranges::move(more, std::back_inserter(findings.all)); };
    const std::vector<BlockedGoroutine> blocked
        = blockedGoroutines(sources.runtime, sources.table, sources.stacks, stop);
    add(CrashFindings(sources, stop).run());
    const LockFindings locks(sources, blocked, stop);
    StuckFindings stuck(sources, blocked, stop);
    std::vector<Finding> stuckFindings = stuck.run();
    for (Finding &ring : locks.rings()) {
        const auto same
            = std::ranges::find_if(stuckFindings, [&](const Finding &one) { return isSameRing(one, ring); });
        if (same == stuckFindings.end())
            findings.all.push_back(std::move(ring));
        else
            std::ranges::move(ring.evidence, std::back_inserter(same->evidence));
    }
    add(std::move(stuckFindings));
    add(locks.pileUps());
    add(PoolFindings(sources, stop).run());
    add(ContextFindings(sources, stop).run());
    add(ResourceFindings(sources).run());
    add(crowdFindings(sources, blocked, stop));
    if (!stuck.unanswered().empty())
        findings.unanswered.push_back(stuck.unanswered());
    if (stop.stop_requested())
        return fail(ErrorCode::Cancelled, "stopped");
    std::ranges::stable_sort(findings.all, std::less(), &Finding::severity);
    return findings;
}

std::string_view severityText(Finding::Severity severity)
{
    switch (severity) {
    case Finding::Severity::Critical: return "critical";
    case Finding::Severity::Warning: return "warning";
    case Finding::Severity::Note: break;
    }
    return "note";
}

}
