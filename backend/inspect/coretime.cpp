// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/coretime.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <ctime>

#include <sys/auxv.h>
#include <sys/xattr.h>

namespace Freezeframe
{

namespace
{

using Source = ProcessSummary::TimeSource;

constexpr int64_t perSecond = 1'000'000'000;
constexpr int64_t goAppeared = 1'257'894'000; // seconds since the epoch
constexpr int64_t closeEnough = 300; // s: sysmon makes a program collect every two minutes, and looks once a minute

/// Of seconds (10 digits, from 2001 to 2286) or microseconds (16 digits); nullopt for all other texts.
std::optional<int64_t> secondsOf(std::string_view digits)
{
    constexpr int64_t microseconds = 1'000'000;
    int64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc() || end != digits.data() + digits.size())
        return std::nullopt;
    if (digits.size() == 16)
        return value / microseconds;
    return digits.size() == 10 ? std::optional(value) : std::nullopt;
}

/// systemd-coredump notes on its files what the kernel told it (coredump.c: fix_xattr).
std::optional<int64_t> timeInAttribute(const std::string &path)
{
    std::array<char, 32> text;
    const auto size = ::getxattr(path.c_str(), "user.coredump.timestamp", text.data(), text.size());
    return size > 0 ? secondsOf({text.data(), size_t(size)}) : std::nullopt;
}

int64_t nowOf(clockid_t clock)
{
    timespec time{};
    return ::clock_gettime(clock, &time) == 0 ? time.tv_sec * perSecond + time.tv_nsec : 0;
}

/// Whether the process ran under the very kernel that runs here: the code that the kernel lends to all processes is the
/// same, with what it patched into it for this processor.
bool hasOurKernel(const Target &target)
{
    constexpr uint64_t sharedCode = 33; // AT_SYSINFO_EHDR
    constexpr size_t compared = 4096;
    const auto &auxiliary = target.core()->auxiliaryVector();
    const auto theirs = auxiliary.find(sharedCode);
    const auto *const ours = reinterpret_cast<const std::byte *>(::getauxval(AT_SYSINFO_EHDR));
    std::array<std::byte, compared> bytes;
    return theirs != auxiliary.end() && ours && target.memory().read({theirs->second}, bytes)
        && std::memcmp(bytes.data(), ours, bytes.size()) == 0;
}

/// nanotime at which the file was written, if this machine has run since before the process started: it ended earlier.
/// On another machine of the same kernel the clock is most likely behind what the runtime saw, or far ahead of it.
std::optional<int64_t> monotonicWritten(const ProcessSummary &summary, const Target &target, const GoRuntime &runtime)
{
    if (summary.coreWritten <= 0 || !hasOurKernel(target))
        return std::nullopt;
    const int64_t age = nowOf(CLOCK_REALTIME) - summary.coreWritten * perSecond;
    const int64_t written = nowOf(CLOCK_MONOTONIC) - age + perSecond; // the file's time has whole seconds
    return written >= runtime.nowNanoseconds() && runtime.startNanoseconds() > 0 ? std::optional(written)
                                                                                 : std::nullopt;
}

/// When the process ended, by who kept the core or by its name.
void findTold(ProcessSummary &summary, std::optional<int64_t> notBefore)
{
    const auto fits = [&](const std::optional<int64_t> &time) {
        return time && *time >= goAppeared && (!notBefore || *time + 1 >= *notBefore);
    };
    if (const auto kept = timeInAttribute(summary.corePath); fits(kept)) {
        summary.coreTime = *kept;
        summary.timeSource = Source::Kept;
    } else if (const auto named
               = timeInName(summary.corePath.substr(summary.corePath.rfind('/') + 1), summary.coreWritten);
               fits(named)) {
        summary.coreTime = *named;
        summary.timeSource = Source::Named;
    }
}

}

std::optional<int64_t> timeInName(std::string_view fileName, int64_t written)
{
    if (!fileName.contains("core"))
        return std::nullopt;
    constexpr std::string_view separators = ".-_";
    std::optional<int64_t> found;
    for (size_t at = 0; at <= fileName.size();) {
        const size_t end = std::min(fileName.find_first_of(separators, at), fileName.size());
        const auto time = secondsOf(fileName.substr(at, end - at));
        if (time && *time >= goAppeared && *time <= written + 1)
            found = time; // the last one: a program may have numbers in its name
        at = end + 1;
    }
    return found;
}

void findTimes(ProcessSummary &summary, const Target &target, const GoRuntime *runtime)
{
    summary.coreWritten = target.core()->file()->modified();
    summary.coreTime = summary.coreWritten;
    const bool hasClock = runtime && runtime->startNanoseconds() > 0 && runtime->nowNanoseconds() > 0;
    std::optional<int64_t> notBefore;
    if (hasClock) {
        summary.isTimeExact = runtime->isTimeExact();
        summary.uptimeNanoseconds = std::max<int64_t>(0, runtime->nowNanoseconds() - runtime->startNanoseconds());
        if (const auto offset = runtime->wallOffset())
            notBefore = (runtime->nowNanoseconds() + *offset) / perSecond;
    }
    if (summary.provenance && summary.provenance->takenAt > 0) {
        summary.coreTime = summary.provenance->takenAt;
        summary.timeSource = Source::Captured;
        return;
    }
    findTold(summary, notBefore);
    if (summary.timeSource == Source::Written && notBefore) {
        const bool isClose = summary.coreWritten >= *notBefore && summary.coreWritten - *notBefore <= closeEnough;
        summary.coreTime = *notBefore;
        summary.timeSource = isClose ? Source::Bounded : Source::Runtime;
    }
    if (!hasClock || summary.isTimeExact)
        return;
    // By the wall clock that the runtime saw too, or by this machine's.
    const int64_t start = runtime->startNanoseconds();
    const int64_t end = summary.timeSource == Source::Bounded ? summary.coreWritten : summary.coreTime;
    if (const auto offset = runtime->wallOffset(); offset && summary.timeSource != Source::Runtime)
        summary.uptimeAtMost = std::max(summary.uptimeNanoseconds, (end + 1) * perSecond - *offset - start);
    else if (const auto written = monotonicWritten(summary, target, *runtime))
        summary.uptimeAtMost = *written - start;
}

}
