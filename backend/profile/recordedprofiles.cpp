// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/profile/recordedprofiles.h"

#include "backend/profile/profilebuckets.h"
#include "backend/profile/profilebuilder.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace Freezeframe
{

namespace
{

/// A number as Go converts it, but of damaged memory the nearest that there is.
int64_t wholeNumber(double value)
{
    constexpr double limit = 9.2e18;
    return std::isnan(value) ? 0 : int64_t(std::clamp(value, -limit, limit));
}

int64_t product(int64_t a, int64_t b)
{
    int64_t result = 0;
    if (!__builtin_mul_overflow(a, b, &result))
        return result;
    return (a < 0) == (b < 0) ? std::numeric_limits<int64_t>::max() : std::numeric_limits<int64_t>::min();
}

int64_t difference(uint64_t a, uint64_t b)
{
    return int64_t(a - b);
}

/// The runtime's variable of eight bytes or less; nothing if it is not to be found.
std::optional<uint64_t> variable(const GoRuntime &runtime, std::string_view name, uint64_t size)
{
    const auto address = runtime.variable(name);
    if (!address)
        return std::nullopt;
    const auto value = runtime.target().memory().readUnsigned(*address, size);
    return value ? std::optional(*value) : std::nullopt;
}

/// Publishes what the next look at the profile would have (Go runtime/mprof.go: memProfileInternal).
void publish(std::vector<ProfileBucket> &buckets, uint64_t cycle)
{
    const auto add = [](ProfileBucket &bucket, size_t index) {
        bucket.active.allocations += bucket.future[index].allocations;
        bucket.active.frees += bucket.future[index].frees;
        bucket.future[index] = {};
    };
    for (ProfileBucket &bucket : buckets)
        add(bucket, cycle % bucket.future.size());
    const bool isClear = std::ranges::all_of(buckets, [](const ProfileBucket &bucket) {
        return bucket.active.allocations == 0 && bucket.active.frees == 0;
    });
    if (!isClear)
        return;
    for (ProfileBucket &bucket : buckets) {
        for (size_t i = 0; i < bucket.future.size(); ++i)
            add(bucket, i);
    }
}

Result<RecordedProfile> memoryProfile(const GoRuntime &runtime, ProfileKind kind, const std::stop_token &stop)
{
    auto found = ProfileBuckets(runtime).read(ProfileBuckets::List::Memory, stop);
    if (!found)
        return std::unexpected(std::move(found.error()));
    const auto rate = variable(runtime, "runtime.MemProfileRate", 8);
    if (!rate)
        return fail(ErrorCode::NotFound, "at what rate this program samples its memory is not in the core");
    if (*rate == 0 && found->buckets.empty()) {
        return fail(
            ErrorCode::NotFound,
            "this program keeps no profile of its memory: runtime.MemProfileRate is 0, as the linker sets it " "where nothing can write one");
    }
    // Go runtime/mprof.go: mProfCycleHolder, the lowest bit is no part of the number.
    publish(found->buckets, variable(runtime, "runtime.mProfCycle", 4).value_or(0) >> 1);

    RecordedProfile result;
    Profile &profile = result.profile;
    profile.sampleTypes
        = {{"alloc_objects", "count"}, {"alloc_space", "bytes"}, {"inuse_objects", "count"}, {"inuse_space", "bytes"}};
    profile.defaultSampleType = kind == ProfileKind::Allocations ? "alloc_space" : "";
    profile.periodType = {"space", "bytes"};
    profile.period = int64_t(*rate);
    profile.comments.emplace_back("as of the last garbage collection, as runtime/pprof tells it");
    ProfileBuilder builder(runtime.target(), runtime.symbols(), profile);
    for (const ProfileBucket &bucket : found->buckets) {
        const std::span<const Address> pcs(bucket.pcs);
        Profile::Sample sample;
        sample.locations = builder.recordedStack(pcs.subspan(builder.allocatorDepth(pcs, runtime.minorVersion())));
        if (sample.locations.empty())
            sample.locations = builder.recordedStack(pcs);
        const auto size = int64_t(bucket.size);
        const auto allocated = scaledSample(int64_t(bucket.active.allocations), size, profile.period);
        const auto used
            = scaledSample(difference(bucket.active.allocations, bucket.active.frees), size, profile.period);
        sample.values = {allocated.first, allocated.second, used.first, used.second};
        // Go 1.27 tells the size of what was never counted too.
        if (size != 0 && (bucket.active.allocations != 0 || runtime.minorVersion() >= 27))
            sample.labels = {{.key = "bytes", .number = size}};
        profile.samples.push_back(std::move(sample));
    }
    if (found->damage)
        result.warnings.push_back(std::move(*found->damage));
    return result;
}

Result<RecordedProfile> waitProfile(const GoRuntime &runtime, ProfileKind kind, const std::stop_token &stop)
{
    const bool isBlock = kind == ProfileKind::Block;
    const auto list = isBlock ? ProfileBuckets::List::Block : ProfileBuckets::List::Mutex;
    auto found = ProfileBuckets(runtime).read(list, stop);
    if (!found)
        return std::unexpected(std::move(found.error()));
    const auto rate
        = variable(runtime, isBlock ? "runtime.blockprofilerate" : "runtime.mutexprofilerate", 8).value_or(0);
    if (rate == 0 && found->buckets.empty()) {
        return fail(ErrorCode::NotFound,
                    isBlock
                        ? "this program keeps no profile of waits: it did not call runtime.SetBlockProfileRate"
                        : "this program keeps no profile of locks: it did not call runtime.SetMutexProfileFraction");
    }
    const auto value = runtime.layout().find("runtime.ticksType", "val");
    const auto ticks = runtime.variable("runtime.ticks");
    uint64_t perSecond = 0;
    if (value && ticks)
        perSecond = runtime.target().memory().readAs<uint64_t>(*ticks + value->offset).value_or(0);

    RecordedProfile result;
    Profile &profile = result.profile;
    profile.sampleTypes = {{"contentions", "count"}, {"delay", perSecond != 0 ? "nanoseconds" : "cycles"}};
    profile.periodType = {"contentions", "count"};
    profile.period = 1;
    if (perSecond == 0 && !found->buckets.empty()) {
        result.warnings.push_back(
            {.code = ErrorCode::NotFound,
             .message = "delays are in ticks of the processor's clock, whose length the program never measured"});
    }
    std::ranges::stable_sort(found->buckets, std::ranges::greater(), &ProfileBucket::ticks);
    ProfileBuilder builder(runtime.target(), runtime.symbols(), profile);
    for (const ProfileBucket &bucket : found->buckets) {
        const int64_t count = wholeNumber(bucket.count);
        const int64_t delay
            = perSecond == 0 ? bucket.ticks : wholeNumber(double(bucket.ticks) / (double(perSecond) / 1e9));
        Profile::Sample sample;
        sample.locations = builder.recordedStack(bucket.pcs);
        sample.values = {isBlock ? std::max<int64_t>(count, 1) : count, delay};
        profile.samples.push_back(std::move(sample));
    }
    if (found->damage)
        result.warnings.push_back(std::move(*found->damage));
    return result;
}

}

std::pair<int64_t, int64_t> scaledSample(int64_t count, int64_t size, int64_t rate)
{
    if (count == 0 || size == 0)
        return {0, 0};
    const int64_t bytes = product(count, size);
    if (rate <= 1)
        return {count, bytes};
    const double scale = 1 / (1 - std::exp(-double(size) / double(rate)));
    return {wholeNumber(double(count) * scale), wholeNumber(double(bytes) * scale)};
}

Result<RecordedProfile> recordedProfile(const GoRuntime &runtime, ProfileKind kind, const std::stop_token &stop)
{
    const bool isMemory = kind == ProfileKind::Heap || kind == ProfileKind::Allocations;
    return isMemory ? memoryProfile(runtime, kind, stop) : waitProfile(runtime, kind, stop);
}

}
