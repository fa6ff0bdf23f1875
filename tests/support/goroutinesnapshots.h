// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/goroutinesnapshot.h"

namespace Freezeframe
{

/// One goroutine of a snapshot made by hand.
struct GoroutineRow {
    uint64_t id = 0;
    GoStatus status = GoStatus::Waiting;
    std::string reason = {};
    int64_t wait = -1; ///< in nanoseconds
    uint64_t thread = 0;
    std::vector<std::string> functions = {}; ///< innermost first; the first is shown as where it is
    std::vector<std::pair<std::string, std::string>> labels = {};
    bool isSystem = false;
    bool isScanned = false;
};

/// A snapshot as the backend makes it, with identical stacks shared.
[[nodiscard]] GoroutineSnapshot makeGoroutines(const std::vector<GoroutineRow> &rows,
                                               std::optional<uint64_t> crashed = {});

}
