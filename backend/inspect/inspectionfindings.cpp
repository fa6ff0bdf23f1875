// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/findings/findingsearch.h"
#include "backend/inspect/inspectiondata.h"

namespace Freezeframe
{

namespace
{

/// Without its indentation.
std::string lineOf(const SourceText &source, int number)
{
    std::string_view rest = source.text;
    for (int line = 1; line < number && !rest.empty(); ++line) {
        const size_t end = rest.find('\n');
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    }
    rest = rest.substr(0, rest.find('\n'));
    const size_t first = rest.find_first_not_of(" \t");
    return first == std::string_view::npos ? std::string() : std::string(rest.substr(first));
}

}

Result<std::shared_ptr<const HeapSpans>> Inspection::Data::heapSpans(const std::stop_token &stop)
{
    if (!spans) {
        auto read = runtime ? HeapSpans::read(*runtime, stop)
                            : Result<HeapSpans>(fail(ErrorCode::NotFound, "there is no Go runtime"));
        if (stop.stop_requested())
            return fail(ErrorCode::Cancelled, "stopped");
        spans = std::move(read).transform(
            [](HeapSpans &&all) { return std::make_shared<const HeapSpans>(std::move(all)); });
    }
    return *spans;
}

Result<std::shared_ptr<const Findings>> Inspection::findings(const ProgressCallback &progress,
                                                             const std::stop_token &stop)
{
    if (d->findings)
        return d->findings;
    if (!d->runtime) {
        d->findings = std::make_shared<const Findings>();
        return d->findings;
    }
    const auto snapshot = goroutineStacks(progress, {}, stop);
    if (!snapshot)
        return std::unexpected(snapshot.error());
    if (!d->lockHolders)
        d->lockHolders = std::make_unique<LockHolders>(*d->runtime, *d->unwinder);
    const auto why = crash();
    const FindingSources sources{
        .runtime = *d->runtime,
        .unwinder = *d->unwinder,
        .table = *snapshot->table,
        .stacks = *snapshot->stacks,
        .crash = *why,
        .holders = *d->lockHolders,
        .describe = [this](Address address) { return describe(address); },
        .variables = [this](StackOwner owner, size_t frame) { return variables(owner, frame); },
        .evaluator = *d->evaluator,
        .sourceLine =
            [this, last = SourceText()](const std::string &file, int line) mutable {
                if (last.recorded != file)
                    last = source(file); // many lines of one file are asked for, one after another
                return lineOf(last, line);
            },
        .spans = [this, &stop] { return d->heapSpans(stop); },
        .pause =
            [&progress] {
                if (progress)
                    progress({.what = "Looking for what is wrong", .done = 0, .total = 0});
            },
    };
    auto found = searchFindings(sources, stop);
    if (!found)
        return std::unexpected(std::move(found.error()));
    // Told by names and code that are another program's.
    if (process()->match == FileMatch::Forced) {
        for (Finding &finding : found->all) {
            finding.isCertain = false;
            finding.detail = "The executable is not the program's own: this is probably wrong. " + finding.detail;
        }
    }
    d->findings = std::make_shared<const Findings>(std::move(*found));
    return d->findings;
}

}
