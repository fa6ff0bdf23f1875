// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/eval/valuereader.h"

#include <optional>
#include <string>

namespace Freezeframe
{

/// A time.Time, decoded (Go time/time.go: Time{wall, ext, loc}, since Go 1.9). A value type.
struct GoTime {
    int64_t seconds = 0; ///< since 1970-01-01 UTC
    int32_t nanoseconds = 0;
    std::optional<int64_t> monotonic; ///< nanoseconds since the process started
    int64_t zoneOffset = 0; ///< seconds east of UTC
    std::string zone = "UTC"; ///< abbreviation
    bool zoneKnown = true; ///< false: has a Location whose rules for this moment can't be told; shown in UTC

    /// @p time is a struct with Time's fields.
    [[nodiscard]] static Result<GoTime> read(const ValueReader &reader, const Value &time);
    /// "2026-11-22T12:03:07Z"; empty beyond year 9999.
    [[nodiscard]] std::string rfc3339() const;
    /// "2026-11-22 12:03:07.25 UTC", "zero time"; empty beyond year 9999.
    [[nodiscard]] std::string readable() const;
};

/// As time.Duration prints itself: "1h15m30.918s", "1.5µs", "0s".
[[nodiscard]] std::string durationText(int64_t nanoseconds);

}
