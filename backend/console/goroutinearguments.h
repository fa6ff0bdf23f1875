// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/result.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace Freezeframe
{

/// A property of goroutines that they are filtered and grouped by.
enum class GoroutineField {
    UserLocation,
    CurrentLocation,
    GoLocation,
    StartLocation,
    Label,
    Running,
    User,
    WaitReason,
    Status,
    Stack
};

struct GoroutineCondition {
    GoroutineField field = GoroutineField::User;
    std::string argument; ///< part of "FILE:LINE in FUNCTION", KEY or KEY=VALUE, part of the reason
    bool isNegated = false;
};

/// What `goroutines` was asked for. A value type.
struct GoroutineArguments {
    GoroutineField location = GoroutineField::UserLocation; ///< that each line shows
    std::vector<GoroutineCondition> filters; ///< all must hold
    std::optional<GoroutineField> group;
    std::string groupKey; ///< of labels
    bool withStacks = false;
    size_t depth = 10; ///< frames of each
    bool withLabels = false;
    std::string channel; ///< expression; empty: any
    std::string command; ///< run on each

    [[nodiscard]] static Result<GoroutineArguments> parse(std::string_view text);
    /// Whether @p word is one of the options.
    [[nodiscard]] static bool isOption(std::string_view word);
};

}
