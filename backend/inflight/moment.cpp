// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inflight/moment.h"

#include "backend/analysis/duration.h"

namespace Freezeframe
{

namespace
{

constexpr int64_t second = 1'000'000'000;
constexpr int64_t farthest
    = int64_t(100) * 366 * 24 * 3600; ///< seconds: what is farther from 1970 is no time of a server

}

std::string Moment::fromNow(int64_t nanoseconds) const
{
    if (nanoseconds > 0)
        return (m_isExact ? "in " : "in at most ") + elapsedText(nanoseconds);
    return (m_isExact ? "" : "at least ") + elapsedText(-nanoseconds) + " ago";
}

std::string Moment::relative(int64_t nanotime) const
{
    int64_t distance = 0;
    if (m_now == 0 || __builtin_sub_overflow(nanotime, m_now, &distance) || distance == INT64_MIN)
        return {};
    return fromNow(distance);
}

std::string Moment::text(const GoTime &time) const
{
    std::string text = time.readable();
    int64_t nanotime = 0;
    // Go time/time.go: a monotonic reading counts from the process's start, less one.
    if (time.monotonic && m_start != 0 && !__builtin_add_overflow(*time.monotonic, m_start - 1, &nanotime)) {
        const std::string relative = this->relative(nanotime);
        return relative.empty() ? text : text + ", " + relative;
    }
    if (m_wallOffset && m_now != 0 && time.seconds > 0 && time.seconds < farthest) {
        const int64_t wall = time.seconds * second + time.nanoseconds;
        text += ", " + fromNow(wall - (m_now + *m_wallOffset));
    }
    return text;
}

std::string Moment::text(int64_t seconds) const
{
    return text(GoTime{.seconds = seconds});
}

}
