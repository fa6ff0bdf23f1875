// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/eval/gotime.h"
#include "backend/go/goruntime.h"

namespace Freezeframe
{

/// The moment of the core, and how other moments are told beside it. A value type.
class Moment
{
public:
    explicit Moment(const GoRuntime &runtime)
        : m_now(runtime.nowNanoseconds())
        , m_start(runtime.startNanoseconds())
        , m_wallOffset(runtime.wallOffset())
        , m_isExact(runtime.isTimeExact())
    {
    }

    /// "in 3s", "2m ago", of the runtime's own clock, in nanoseconds; empty if the clock is not known.
    [[nodiscard]] std::string relative(int64_t nanotime) const;
    /// "2026-11-22 12:03:07 UTC, in 3s".
    [[nodiscard]] std::string text(const GoTime &time) const;
    /// "2026-11-22 12:03:07 UTC, 2m ago": @p seconds since 1970.
    [[nodiscard]] std::string text(int64_t seconds) const;

private:
    [[nodiscard]] std::string fromNow(int64_t nanoseconds) const;

    int64_t m_now, m_start; ///< nanoseconds of the runtime's clock, 0 if unknown
    std::optional<int64_t> m_wallOffset;
    bool m_isExact; ///< else it was not before m_now
};

}
