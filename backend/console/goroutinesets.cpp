// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/console/goroutinesets.h"

#include "backend/analysis/goroutinematcher.h"
#include "backend/analysis/grouptext.h"
#include "backend/base/text.h"
#include "backend/console/commandwords.h"

#include <algorithm>
#include <format>

namespace Freezeframe
{

namespace
{

constexpr uint32_t shownMembers = 5; ///< numbers of a group's goroutines
constexpr size_t shownStates = 3;

Result<GoroutineFilter> filterOf(std::string_view text)
{
    GoroutineFilter filter = GoroutineFilter::parse(text);
    if (!filter.problems().empty())
        return fail(ErrorCode::BadExpression, "not understood: " + filter.problems().front());
    return filter;
}

void sortById(std::vector<uint32_t> &rows, const GoroutineTable &table)
{
    std::ranges::sort(rows, {}, [&table](uint32_t row) { return table.id[row]; });
}

/// "[sync.Mutex.Lock, the longest at least 41 min]  goroutines 7, 8, …".
std::string membersText(const GoroutineArrangement &list, const GoroutineArrangement::Group &group)
{
    const GroupTally states = statesOf(list, group);
    std::string text = "[";
    for (size_t i = 0; i < std::min(states.size(), shownStates); ++i)
        text += (i == 0 ? "" : ", ") + (states.size() == 1 ? std::string() : std::to_string(states[i].second) + ' ')
            + escaped(states[i].first);
    if (states.size() > shownStates)
        text += std::format(", and {} more", states.size() - shownStates);
    if (group.longestWait >= 0)
        text += (list.snapshot.table->isTimeExact ? ", up to " : ", the longest at least ")
            + elapsedText(group.longestWait);
    text += group.count == 1 ? "]  goroutine" : "]  goroutines";
    for (uint32_t i = 0; i < std::min(group.count, shownMembers); ++i)
        text += (i == 0 ? " " : ", ") + std::to_string(list.snapshot.table->id[list.rows[group.first + i]]);
    return text + (group.count > shownMembers ? ", …" : "");
}

}

Result<std::vector<uint32_t>> goroutinesNamed(const GoroutineLines &lines, std::string_view text)
{
    text = trimmed(text);
    const GoroutineTable &table = lines.table();
    std::vector<uint32_t> rows;
    const bool isOptions = text.empty() || GoroutineArguments::isOption(firstWord(text).first);
    if (isOptions) {
        const auto arguments = GoroutineArguments::parse(text);
        if (!arguments)
            return std::unexpected(arguments.error());
        for (uint32_t row = 0; row < table.size(); ++row) {
            if (std::ranges::all_of(arguments->filters, [&](const auto &one) { return lines.matches(row, one); }))
                rows.push_back(row);
        }
    } else {
        const auto filter = filterOf(text);
        if (!filter)
            return std::unexpected(filter.error());
        const GoroutineMatcher matcher(*filter, lines.snapshot());
        for (uint32_t row = 0; row < table.size(); ++row) {
            if (matcher.matches(row))
                rows.push_back(row);
        }
    }
    sortById(rows, table);
    return rows;
}

Result<void> GoroutineSets::filter(const CommandCall &call)
{
    if (call.arguments.empty())
        return wrongUsage("filter WORDS: wait:mutex func:cache. -state:running …; help filter tells all");
    const auto lines = GoroutineLines::read(m_session);
    if (!lines)
        return std::unexpected(lines.error());
    const auto filter = filterOf(call.arguments);
    if (!filter)
        return std::unexpected(filter.error());
    const GoroutineMatcher matcher(*filter, lines->snapshot());
    std::vector<uint32_t> rows;
    for (uint32_t row = 0; row < lines->table().size(); ++row) {
        if (matcher.matches(row))
            rows.push_back(row);
    }
    sortById(rows, lines->table());
    for (const uint32_t row : rows) {
        if (m_session.stop.stop_requested())
            return interrupted();
        const StackOwner owner{StackOwner::Kind::Goroutine, lines->table().id[row]};
        call.out(std::format("{} Goroutine {}\n", owner == m_session.selected.owner ? '*' : ' ',
                             lines->line(row, GoroutineField::UserLocation)));
    }
    call.out(std::format("[{} of {} goroutines]\n", rows.size(), lines->table().size()));
    return {};
}

Result<void> GoroutineSets::group(const CommandCall &call)
{
    const auto [word, rest] = firstWord(call.arguments);
    const auto named = groupingNamed(word);
    if (!named || named->grouping == GoroutineGrouping::None)
        return wrongUsage("group BY [WORDS]: by " + groupingNames().substr(0, groupingNames().rfind(" or ")));
    const auto filter = filterOf(rest);
    if (!filter)
        return std::unexpected(filter.error());
    const auto lines = GoroutineLines::read(m_session);
    if (!lines)
        return std::unexpected(lines.error());
    const auto list
        = GoroutineArrangement::arrange(lines->snapshot(), {.filter = *filter, .grouping = *named, .showSystem = true});
    for (const GoroutineArrangement::Group &one : list->groups)
        call.out(std::format("{:>8}  {}\n          {}\n", one.count, escaped(groupTitle(*list, one)),
                             membersText(*list, one)));
    call.out(std::format("[{} goroutines in {} groups]\n", list->rows.size(), list->groups.size()));
    return {};
}

}
