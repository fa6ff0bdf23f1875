// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/analysis/goroutinegrouping.h"

#include <algorithm>
#include <array>
#include <utility>

namespace Freezeframe
{

namespace
{

constexpr std::array<std::pair<std::string_view, GoroutineGrouping>, 9> names = {{
    {"stack", GoroutineGrouping::Stack},
    {"function", GoroutineGrouping::Function},
    {"user", GoroutineGrouping::User},
    {"current", GoroutineGrouping::Current},
    {"start", GoroutineGrouping::Start},
    {"created", GoroutineGrouping::CreatedBy},
    {"state", GoroutineGrouping::State},
    {"wait", GoroutineGrouping::Wait},
    {"none", GoroutineGrouping::None},
}};

}

std::optional<GroupingChoice> groupingNamed(std::string_view name)
{
    constexpr std::string_view label = "label:";
    if (name.starts_with(label) && name.size() > label.size())
        return GroupingChoice(GoroutineGrouping::Label, std::string(name.substr(label.size())));
    const auto found = std::ranges::find(names, name, &std::pair<std::string_view, GoroutineGrouping>::first);
    return found == names.end() ? std::nullopt : std::optional<GroupingChoice>(found->second);
}

std::string groupingName(const GroupingChoice &choice)
{
    if (choice.grouping == GoroutineGrouping::Label && !choice.label.empty())
        return "label:" + choice.label;
    const auto found
        = std::ranges::find(names, choice.grouping, &std::pair<std::string_view, GoroutineGrouping>::second);
    return found == names.end() ? std::string() : std::string(found->first);
}

std::string groupingNames()
{
    std::string text;
    for (const auto &[name, grouping] : names)
        text += grouping == GoroutineGrouping::None ? "label:KEY or none" : std::string(name) + ", ";
    return text;
}

}
