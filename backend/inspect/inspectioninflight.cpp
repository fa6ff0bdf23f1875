// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inflight/inflightsearch.h"
#include "backend/inspect/inspectiondata.h"

namespace Freezeframe
{

Result<std::shared_ptr<const InFlight>> Inspection::inFlight(bool showsSecrets, const ProgressCallback &progress,
                                                             const std::stop_token &stop)
{
    std::shared_ptr<const InFlight> &known = d->inFlight[showsSecrets ? 1 : 0];
    if (known)
        return known;
    if (!d->runtime || !d->evaluator) {
        InFlight none;
        none.of(InFlight::Kind::Served)
            .unanswered.push_back(d->text ? "What was in flight can't be told: " + TextDump::whyNot("memory") + '.'
                                          : std::string("There is no Go in this core that can be read."));
        known = std::make_shared<const InFlight>(std::move(none));
        return known;
    }
    const auto snapshot = goroutineStacks(progress, {}, stop);
    if (!snapshot)
        return std::unexpected(snapshot.error());
    const auto spans = d->heapSpans(stop);
    SecretMask mask(showsSecrets);
    auto found = searchInFlight({
        .runtime = *d->runtime,
        .unwinder = *d->unwinder,
        .table = *snapshot->table,
        .stacks = *snapshot->stacks,
        .evaluator = *d->evaluator,
        .spans = spans ? *spans : nullptr,
        .waitersOf = [this](Address object) { return waitersOf(object); },
        .mask = mask,
        .pause =
            [&progress] {
                if (progress)
                    progress({.what = "Looking for what was in flight", .done = 0, .total = 0});
            },
        .stop = stop,
    });
    if (!found)
        return std::unexpected(std::move(found.error()));
    if (process()->match == FileMatch::Forced) {
        found->of(InFlight::Kind::Served)
            .unanswered.emplace_back("The executable is not the program's own: all of this is probably wrong.");
    }
    known = std::make_shared<const InFlight>(std::move(*found));
    return known;
}

}
