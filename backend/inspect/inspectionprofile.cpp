// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/inspectiondata.h"
#include "backend/inspect/sharedstacks.h"
#include "backend/profile/profilebuilder.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

constexpr size_t deepest = 1000; ///< frames of a stack in a profile
constexpr std::string_view foot = "runtime.goexit"; // of each stack, in no profile

/// Counts goroutines by stack and labels. One thread.
class GoroutineCounter
{
public:
    GoroutineCounter(const Target &target, const GoSymbols &symbols, Profile &profile)
        : m_profile(profile)
        , m_builder(target, symbols, profile)
    {
    }

    /// The number of a stack for count().
    [[nodiscard]] size_t stackNumber(const StackInfo &stack)
    {
        std::vector<uint32_t> locations;
        std::vector<ProfileBuilder::Place> places;
        for (const FrameInfo &frame : stack.frames) {
            const bool isHidden = frame.isWrapper || frame.function == foot;
            if (!isHidden)
                places.push_back({frame.function, frame.file, frame.line});
            if (frame.inlined)
                continue;
            if (!places.empty())
                locations.push_back(m_builder.location(frame.lookupPc, places));
            places.clear();
        }
        m_stacks.push_back(std::move(locations));
        return m_stacks.size() - 1;
    }

    void count(size_t stack, const GoroutineStacks::Labels *labels)
    {
        static const GoroutineStacks::Labels none;
        ++m_counts[{m_stacks[stack], labels ? *labels : none}];
    }

    /// The most frequent first.
    void finish()
    {
        for (const auto &[key, count] : m_counts) {
            Profile::Sample sample{.locations = key.first, .values = {count}};
            for (const auto &[name, value] : key.second)
                sample.labels.push_back({.key = name, .text = value});
            m_profile.samples.push_back(std::move(sample));
        }
        std::ranges::stable_sort(m_profile.samples, std::ranges::greater(),
                                 [](const Profile::Sample &sample) { return sample.values.front(); });
    }

private:
    Profile &m_profile;
    ProfileBuilder m_builder;
    std::vector<std::vector<uint32_t>> m_stacks;
    std::map<std::pair<std::vector<uint32_t>, GoroutineStacks::Labels>, int64_t> m_counts;
};

}

Result<RecordedProfile> Inspection::goroutineProfile(const ProgressCallback &progress, const std::stop_token &stop)
{
    const auto snapshot = goroutineStacks(progress, {}, stop);
    if (!snapshot)
        return std::unexpected(snapshot.error());
    RecordedProfile result;
    result.profile.sampleTypes = {{"goroutine", "count"}};
    result.profile.periodType = {"goroutine", "count"};
    result.profile.period = 1;
    GoroutineCounter counter(*d->target, *d->symbols, result.profile);
    SharedStacks shared(*this, *snapshot, deepest);
    std::map<uint32_t, size_t> numbers;
    size_t unreadable = 0;
    const GoroutineTable &table = *snapshot->table;
    for (uint32_t row = 0; row < table.size(); ++row) {
        if (stop.stop_requested())
            return fail(ErrorCode::Cancelled, "stopped");
        if (table.isSystem[row])
            continue;
        const GoroutineStacks::Labels *labels = snapshot->stacks->labelsAt(row);
        if (const SharedStacks::Shared *known = shared.of(row)) {
            const auto [number, isNew] = numbers.try_emplace(shared.numberOf(row), 0);
            if (isNew)
                number->second = counter.stackNumber(*known->stack);
            counter.count(number->second, labels);
            continue;
        }
        const auto own = stack({StackOwner::Kind::Goroutine, table.id[row]}, deepest);
        unreadable += !own || (*own)->error ? 1 : 0;
        counter.count(counter.stackNumber(own ? **own : StackInfo{}), labels);
    }
    counter.finish();
    if (unreadable != 0) {
        result.warnings.push_back(
            {.code = ErrorCode::NotInCore,
             .message = "of " + std::to_string(unreadable) + " goroutines the stack can't be read to its end"});
    }
    return result;
}

Result<RecordedProfile> Inspection::profile(ProfileKind kind, const ProgressCallback &progress,
                                            const std::stop_token &stop)
{
    if (d->text)
        return fail(ErrorCode::NotFound, TextDump::whyNot("profiles"));
    if (!d->runtime || !d->symbols)
        return fail(ErrorCode::NotFound, "this is no Go program, or its runtime can't be read: it keeps no profiles");
    auto result
        = kind == ProfileKind::Goroutine ? goroutineProfile(progress, stop) : recordedProfile(*d->runtime, kind, stop);
    if (!result)
        return result;
    constexpr int64_t nanoseconds = 1'000'000'000;
    Profile &found = result->profile;
    const auto summary = process();
    if (summary->coreTime > 0 && summary->coreTime < std::numeric_limits<int64_t>::max() / nanoseconds)
        found.timeNanoseconds = summary->coreTime * nanoseconds;
    found.durationNanoseconds = std::max<int64_t>(summary->uptimeNanoseconds, 0);
    found.comments.insert(found.comments.begin(), "out of a core, by freezeframe-cli " FREEZEFRAME_VERSION);
    return result;
}

}
