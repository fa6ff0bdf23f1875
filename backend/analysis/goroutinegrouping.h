// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace Freezeframe
{

/// By what goroutines are put together: the whole stack, the function that a list shows of it, one of the four places
/// that the runtime and Delve know, status and reason, the reason alone, a label's value, what the window's expression is in them.
enum class GoroutineGrouping { None, Stack, Function, User, Current, Start, CreatedBy, State, Wait, Label, Value };

/// A grouping and, of labels, which. A value type.
struct GroupingChoice {
    GroupingChoice(GoroutineGrouping by = GoroutineGrouping::Stack, std::string key = {})
        : grouping(by)
        , label(std::move(key))
    {
    }
    GoroutineGrouping grouping;
    std::string label; ///< the key
    bool operator==(const GroupingChoice &) const = default;
};

/// "stack", "function", "user", "current", "start", "created", "state", "wait", "label:KEY", "none"; nullopt for others.
[[nodiscard]] std::optional<GroupingChoice> groupingNamed(std::string_view name);
/// What groupingNamed() makes that of; empty for what has no name: labels without a key, an expression.
[[nodiscard]] std::string groupingName(const GroupingChoice &choice);
/// All that groupingNamed() takes, for a sentence: "stack, function, …, label:KEY or none".
[[nodiscard]] std::string groupingNames();

}
