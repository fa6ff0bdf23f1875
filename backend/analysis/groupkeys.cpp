// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/analysis/groupkeys.h"

#include "backend/analysis/stackplace.h"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <unordered_map>

namespace Freezeframe
{

GroupKeys::GroupKeys(const GoroutineTable &table, const GoroutineStacks *stacks, const GroupingChoice &choice,
                     const GoroutineValues *values)
    : m_table(table)
    , m_stacks(stacks)
    , m_grouping(choice.grouping)
{
    switch (choice.grouping) {
    case GoroutineGrouping::None: break;
    case GoroutineGrouping::Stack:
        m_indexOf = &stacks->stackOf;
        m_keys.resize(stacks->stacks.size());
        std::iota(m_keys.begin(), m_keys.end(), 0U);
        m_count = uint32_t(m_keys.size());
        break;
    case GoroutineGrouping::Function:
    case GoroutineGrouping::User:
    case GoroutineGrouping::Current:
    case GoroutineGrouping::Start:
    case GoroutineGrouping::CreatedBy: numberPlaces(); break;
    case GoroutineGrouping::State:
    case GoroutineGrouping::Wait: numberStates(); break;
    case GoroutineGrouping::Label: numberLabels(choice.label); break;
    case GoroutineGrouping::Value:
        if (values)
            numberValues(*values);
        break;
    }
}

void GroupKeys::numberPlaces()
{
    using Place = std::tuple<std::string_view, std::string_view, int>;
    std::map<Place, uint32_t> known;
    const auto add = [&](const SourceLocation &place) {
        m_keys.push_back(
            known.try_emplace(Place(place.function, place.file, place.line), uint32_t(known.size())).first->second);
    };
    if (m_grouping == GoroutineGrouping::Start || m_grouping == GoroutineGrouping::CreatedBy) {
        const bool isStart = m_grouping == GoroutineGrouping::Start;
        m_indexOf = isStart ? &m_stacks->startOf : &m_stacks->goStatementOf;
        std::ranges::for_each(isStart ? m_stacks->startLocations : m_stacks->goStatements, add);
    } else {
        m_indexOf = &m_stacks->stackOf;
        for (const GoroutineStacks::Unique &stack : m_stacks->stacks) {
            if (m_grouping == GoroutineGrouping::Function)
                m_keys.push_back(
                    known.try_emplace(Place(placeOf(stack).function, {}, 0), uint32_t(known.size())).first->second);
            else
                add(m_grouping == GoroutineGrouping::User ? stack.user : stack.current);
        }
    }
    m_count = uint32_t(known.size());
}

void GroupKeys::numberLabels(std::string_view key)
{
    m_indexOf = &m_stacks->labelSetOf;
    std::map<std::optional<std::string_view>, uint32_t> known;
    for (const auto &set : m_stacks->labelSets) {
        const auto label = std::ranges::find(set, key, [](const auto &one) { return std::string_view(one.first); });
        const auto value = label == set.end() ? std::nullopt : std::optional<std::string_view>(label->second);
        m_keys.push_back(known.try_emplace(value, uint32_t(known.size())).first->second);
    }
    m_count = uint32_t(known.size());
}

uint64_t GroupKeys::stateOf(uint32_t row) const
{
    constexpr uint64_t noReason = 1 << 16;
    const bool waits = m_table.status[row] == uint8_t(GoStatus::Waiting);
    if (m_grouping == GoroutineGrouping::Wait)
        return waits ? m_table.waitReason[row] : noReason;
    return uint64_t(m_table.status[row]) << 32 | (waits ? m_table.waitReason[row] : 0U);
}

void GroupKeys::numberStates()
{
    std::unordered_map<uint64_t, uint32_t> known;
    m_keys.reserve(m_table.size());
    for (uint32_t row = 0; row < m_table.size(); ++row)
        m_keys.push_back(known.try_emplace(stateOf(row), uint32_t(known.size())).first->second);
    m_count = uint32_t(known.size());
}

void GroupKeys::numberValues(const GoroutineValues &values)
{
    std::unordered_map<std::string_view, uint32_t> known;
    m_keys.reserve(values.texts.size());
    for (size_t row = 0; row < values.texts.size(); ++row) {
        // Those without a value are together, under a text that no value has.
        const std::string_view text = values.hasValue[row] ? std::string_view(values.texts[row]) : std::string_view();
        m_keys.push_back(known.try_emplace(text, uint32_t(known.size())).first->second);
    }
    m_count = uint32_t(known.size());
}

uint32_t GroupKeys::of(uint32_t row) const
{
    if (!m_indexOf)
        return row < m_keys.size() ? m_keys[row] : m_count;
    const uint32_t index = row < m_indexOf->size() ? (*m_indexOf)[row] : GoroutineStacks::unknown;
    return index < m_keys.size() ? m_keys[index] : m_count;
}

}
