// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/analysis/grouptext.h"

#include "backend/analysis/stackplace.h"

#include <algorithm>
#include <functional>
#include <map>

namespace Freezeframe
{

namespace
{

constexpr std::string_view unreadPlace = "stack not read";

std::string titleOf(const SourceLocation &place)
{
    if (place.isEmpty())
        return "unknown place";
    return place.file.empty() ? place.function : place.function + "  " + place.file + ':' + std::to_string(place.line);
}

std::string placeTitle(const GoroutineStacks &stacks, GoroutineGrouping grouping, uint32_t row)
{
    if (grouping == GoroutineGrouping::Start || grouping == GoroutineGrouping::CreatedBy) {
        const auto *place = grouping == GoroutineGrouping::Start ? stacks.startAt(row) : stacks.goStatementAt(row);
        return place ? titleOf(*place) : std::string(unreadPlace);
    }
    const auto *stack = stacks.stackAt(row);
    if (!stack)
        return std::string(unreadPlace);
    if (grouping == GoroutineGrouping::Function)
        return std::string(placeOf(*stack).function);
    const bool isCurrent = grouping == GoroutineGrouping::Current || stack->user.isEmpty();
    return titleOf(isCurrent ? stack->current : stack->user);
}

std::string labelTitle(const GoroutineStacks &stacks, const std::string &key, uint32_t row)
{
    if (const auto *set = stacks.labelsAt(row)) {
        const auto label = std::ranges::find(*set, key, &std::pair<std::string, std::string>::first);
        if (label != set->end())
            return key + '=' + label->second;
    }
    return "no label " + key;
}

GroupTally sorted(const std::map<std::string, uint32_t> &counts)
{
    GroupTally all(counts.begin(), counts.end());
    std::ranges::stable_sort(all, std::greater(), &GroupTally::value_type::second);
    return all;
}

}

std::string stateText(const GoroutineTable &table, uint32_t row)
{
    const std::string reason = table.waitReasonText(row);
    return table.statusText(row) + (reason.empty() ? "" : ": " + reason) + table.scanText(row);
}

std::string tallyText(const GroupTally &tally)
{
    constexpr size_t most = 4;
    std::string text;
    for (size_t i = 0; i < std::min(tally.size(), most); ++i)
        text += (i == 0 ? "" : ", ") + (tally.size() == 1 ? std::string() : std::to_string(tally[i].second) + ' ')
            + tally[i].first;
    if (tally.size() > most)
        text += ", and " + std::to_string(tally.size() - most) + " more";
    return text;
}

std::string groupTitle(const GoroutineArrangement &list, const GoroutineArrangement::Group &group)
{
    const uint32_t row = list.rows[group.first];
    const GoroutineTable &table = *list.snapshot.table;
    switch (list.grouping.grouping) {
    case GoroutineGrouping::State: return stateText(table, row);
    case GoroutineGrouping::Wait:
        return table.status[row] == uint8_t(GoStatus::Waiting) ? table.waitReasonText(row) : "does not wait";
    case GoroutineGrouping::Value: {
        const GoroutineValues &values = *list.snapshot.values;
        return values.hasValue[row] ? values.expression + " = " + values.texts[row] : "no " + values.expression;
    }
    case GoroutineGrouping::Label: return labelTitle(*list.snapshot.stacks, list.grouping.label, row);
    default: return placeTitle(*list.snapshot.stacks, list.grouping.grouping, row);
    }
}

GroupTally statesOf(const GoroutineArrangement &list, const GoroutineArrangement::Group &group)
{
    std::map<std::string, uint32_t> counts;
    for (uint32_t i = group.first; i < group.first + group.count; ++i)
        ++counts[stateText(*list.snapshot.table, list.rows[i])];
    return sorted(counts);
}

std::map<std::string, GroupTally> labelsOf(const GoroutineArrangement &list, const GoroutineArrangement::Group &group)
{
    std::map<std::string, GroupTally> labels;
    const GoroutineStacks *stacks = list.snapshot.stacks.get();
    if (!stacks)
        return labels;
    std::map<const GoroutineStacks::Labels *, uint32_t> sets;
    for (uint32_t i = group.first; i < group.first + group.count; ++i) {
        if (const auto *set = stacks->labelsAt(list.rows[i]))
            ++sets[set];
    }
    std::map<std::string, std::map<std::string, uint32_t>> counts;
    for (const auto &[set, count] : sets) {
        for (const auto &[key, value] : *set)
            counts[key][value] += count;
    }
    for (const auto &[key, values] : counts)
        labels.emplace(key, sorted(values));
    return labels;
}

}
