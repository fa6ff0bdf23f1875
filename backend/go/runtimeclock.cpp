// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/go/runtimeclock.h"

#include "backend/go/goruntimedata.h"

#include <algorithm>
#include <cstring>

namespace Freezeframe
{

namespace
{

constexpr uint64_t mostProcessors = 1 << 16;
constexpr uint64_t latestTime = 1ULL << 60; ///< 36 years of uptime: all above is no nanotime
constexpr int64_t perSecond = 1'000'000'000;
constexpr uint64_t searchedBytes = 16 << 20;
constexpr uint64_t searchedOfSegment = 8 << 20;

/// Go appeared in November 2009; what claims to be earlier, or later than 2157 (time.Time's own limit), is no time.
bool isWallTime(int64_t nanoseconds)
{
    constexpr int64_t first = 1'257'894'000 * perSecond;
    constexpr int64_t last = 5'900'000'000 * perSecond;
    return nanoseconds >= first && nanoseconds < last;
}

/// Go runtime/mgclimit.go: limiterEventStamp has a type in its upper three bits.
uint64_t timeOfStamp(uint64_t stamp)
{
    return stamp & ((1ULL << 61) - 1);
}

}

Result<uint64_t> RuntimeClock::global(const char *variable, std::string_view structure, std::string_view path) const
{
    const auto address = m_runtime.variable(variable);
    if (!address)
        return fail(ErrorCode::NotFound, std::string(variable) + " is not to be found");
    return plainField(m_runtime.layout(), structure, path).at(m_runtime.target().memory(), *address);
}

int64_t RuntimeClock::start() const
{
    const auto variable = m_runtime.variable("runtime.runtimeInitTime");
    const auto time = variable ? m_runtime.target().memory().readAs<uint64_t>(*variable) : Result<uint64_t>(0);
    return time && *time < latestTime ? static_cast<int64_t>(*time) : 0;
}

int64_t RuntimeClock::latest() const
{
    const Memory &memory = m_runtime.target().memory();
    auto latest = static_cast<uint64_t>(start());
    const auto consider = [&](const Result<uint64_t> &time) {
        if (time && *time < latestTime)
            latest = std::max(latest, *time);
    };
    // The scheduler's last look at the poller, and the end of the last collection.
    consider(global("runtime.sched", "runtime.schedt", "lastpoll"));
    if (const auto collection = ofCollection())
        consider(static_cast<uint64_t>(collection->monotonic));
    // Each P: when sysmon saw its scheduling or its syscall go on (Go runtime/proc.go: retake), and since when it is
    // idle, or assists the collector, or whatever else the limiter of the collector counts (Go 1.19 runtime/proc.go:
    // pidleput). A program that sleeps leaves no other trace.
    const PlainField scheduled = plainField(m_runtime.layout(), "runtime.p", "sysmontick.schedwhen");
    const PlainField called = plainField(m_runtime.layout(), "runtime.p", "sysmontick.syscallwhen");
    const PlainField counted = plainField(m_runtime.layout(), "runtime.p", "limiterEvent.stamp");
    const auto slice = m_runtime.variable("runtime.allp");
    const auto first = slice ? memory.readPointer(*slice) : Result<Address>(Address{});
    const auto count = slice ? memory.readAs<uint64_t>(*slice + 8) : Result<uint64_t>(0);
    for (uint64_t i = 0; first && count && i < std::min(*count, mostProcessors); ++i) {
        const auto p = memory.readPointer(*first + i * 8);
        if (!p)
            break;
        consider(scheduled.at(memory, *p));
        consider(called.at(memory, *p));
        consider(counted.at(memory, *p).transform(timeOfStamp));
    }
    return static_cast<int64_t>(latest);
}

std::optional<int64_t> RuntimeClock::wallOffset() const
{
    auto pair = ofCollection();
    if (!pair)
        pair = ofProgram();
    return pair ? std::optional(pair->wall - pair->monotonic) : std::nullopt;
}

/// Go runtime/mgc.go: gcMarkTermination reads both clocks one after the other.
std::optional<RuntimeClock::Pair> RuntimeClock::ofCollection() const
{
    const auto monotonic = global("runtime.memstats", "runtime.mstats", "last_gc_nanotime");
    const auto wall = global("runtime.memstats", "runtime.mstats", "last_gc_unix");
    if (!monotonic || !wall || *monotonic == 0 || *monotonic >= latestTime || !isWallTime(int64_t(*wall)))
        return std::nullopt;
    return Pair{.monotonic = int64_t(*monotonic), .wall = int64_t(*wall)};
}

/// What time.Now returned once, in the program's variables, on its stacks, in its heap: both clocks, and a pointer to
/// time.localLoc. Sums of it with a duration shift both alike.
std::optional<RuntimeClock::Pair> RuntimeClock::ofProgram() const
{
    const Memory &memory = m_runtime.target().memory();
    const auto location = m_runtime.variable("time.localLoc");
    const auto origin = m_runtime.variable("time.startNano");
    const auto startNano = origin ? memory.readAs<int64_t>(*origin) : Result<int64_t>(0);
    const auto &core = m_runtime.target().core();
    if (!location || !startNano || *startNano <= 0 || !core)
        return std::nullopt;
    std::optional<Pair> best;
    uint64_t left = searchedBytes;
    for (const ElfSegment &segment : core->segments()) {
        constexpr uint32_t writable = 2; // ELF: PF_W
        if ((segment.flags & writable) == 0)
            continue;
        const uint64_t size = std::min({segment.fileSize, searchedOfSegment, left});
        searchTimes(memory.view({segment.address}, size), location->value, *startNano, best);
        left -= size;
    }
    return best;
}

/// Of several the latest that is not in the future counts: the wall clock may have been set meanwhile.
void RuntimeClock::searchTimes(std::span<const std::byte> bytes, uint64_t location, int64_t origin,
                               std::optional<Pair> &best) const
{
    // Go time/time.go: Time{wall, ext, loc}. wall: 1 bit hasMonotonic, 33 bits of seconds since 1885, 30 of nanoseconds.
    constexpr uint64_t hasMonotonic = 1ULL << 63;
    constexpr uint64_t secondsMask = (1ULL << 33) - 1;
    constexpr uint64_t nanosecondsMask = (1ULL << 30) - 1;
    constexpr int64_t from1885 = 2'682'288'000; // seconds to the epoch: unixToInternal - wallToInternal
    const int64_t now = latest();
    for (size_t at = 2 * sizeof(uint64_t); at + sizeof(uint64_t) <= bytes.size(); at += sizeof(uint64_t)) {
        uint64_t words[3];
        std::memcpy(&words[2], bytes.data() + at, sizeof(uint64_t));
        if (words[2] != location)
            continue;
        std::memcpy(words, bytes.data() + at - 2 * sizeof(uint64_t), 2 * sizeof(uint64_t));
        const uint64_t nanoseconds = words[0] & nanosecondsMask;
        const auto sinceStart = static_cast<int64_t>(words[1]);
        if ((words[0] & hasMonotonic) == 0 || nanoseconds >= uint64_t(perSecond) || sinceStart <= 0
            || words[1] >= latestTime)
            continue;
        const int64_t seconds = static_cast<int64_t>(words[0] >> 30 & secondsMask) - from1885;
        const Pair found{.monotonic = origin + sinceStart, .wall = seconds * perSecond + int64_t(nanoseconds)};
        const auto rank = [now](const Pair &pair) { return pair.monotonic <= now ? pair.monotonic : -pair.monotonic; };
        if (isWallTime(found.wall) && (!best || rank(found) > rank(*best)))
            best = found;
    }
}

}
