// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/console/goroutinesets.h"

#include "backend/analysis/goroutinematcher.h"
#include "backend/analysis/grouptext.h"
#include "backend/base/text.h"
#include "backend/console/commandwords.h"
#include "backend/console/stacktreetext.h"
#include "backend/unwind/runtimefunctions.h"

#include <algorithm>
#include <format>
#include <functional>

namespace Freezeframe
{

namespace
{

constexpr uint32_t shownMembers = 5; ///< numbers of a group's goroutines

Result<GoroutineFilter> filterOf(std::string_view text)
{
    GoroutineFilter filter = GoroutineFilter::parse(text);
    if (!filter.problems().empty())
        return fail(ErrorCode::BadExpression, "not understood: " + filter.problems().front());
    return filter;
}

/// Rows for which @p holds, by id.
std::vector<uint32_t> rowsWhere(const GoroutineTable &table, const std::function<bool(uint32_t)> &holds)
{
    std::vector<uint32_t> rows;
    for (uint32_t row = 0; row < table.size(); ++row) {
        if (holds(row))
            rows.push_back(row);
    }
    std::ranges::sort(rows, {}, [&table](uint32_t row) { return table.id[row]; });
    return rows;
}

Result<std::vector<uint32_t>> filteredRows(const GoroutineLines &lines, std::string_view text)
{
    const auto filter = filterOf(text);
    if (!filter)
        return std::unexpected(filter.error());
    const GoroutineMatcher matcher(*filter, lines.snapshot());
    return rowsWhere(lines.table(), [&matcher](uint32_t row) { return matcher.matches(row); });
}

/// "[sync.Mutex.Lock, the longest at least 41 min]  goroutines 7, 8, …".
std::string membersText(const GoroutineArrangement &list, const GoroutineArrangement::Group &group)
{
    std::string text = '[' + escaped(tallyText(statesOf(list, group)));
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
    if (!text.empty() && !GoroutineArguments::isOption(firstWord(text).first))
        return filteredRows(lines, text);
    const auto arguments = GoroutineArguments::parse(text);
    if (!arguments)
        return std::unexpected(arguments.error());
    return rowsWhere(lines.table(), [&](uint32_t row) {
        return std::ranges::all_of(arguments->filters, [&](const auto &one) { return lines.matches(row, one); });
    });
}

Result<void> GoroutineSets::filter(const CommandCall &call)
{
    if (call.arguments.empty())
        return wrongUsage("filter WORDS: wait:mutex func:cache. -state:running …; help filter tells all");
    const auto lines = GoroutineLines::read(m_session);
    if (!lines)
        return std::unexpected(lines.error());
    const auto rows = filteredRows(*lines, call.arguments);
    if (!rows)
        return std::unexpected(rows.error());
    for (const uint32_t row : *rows) {
        if (m_session.stop.stop_requested())
            return interrupted();
        const StackOwner owner{StackOwner::Kind::Goroutine, lines->table().id[row]};
        call.out(std::format("{} Goroutine {}\n", owner == m_session.selected.owner ? '*' : ' ',
                             lines->line(row, GoroutineField::UserLocation)));
    }
    call.out(std::format("[{} of {} goroutines]\n", rows->size(), lines->table().size()));
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

Result<void> GoroutineSets::stacks(const CommandCall &call)
{
    StackTreeRequest request{.isHidden = isRuntimeFunction};
    std::string_view text = trimmed(call.arguments);
    while (true) {
        const auto [word, rest] = firstWord(text);
        if (word == "-r")
            request.isHidden = nullptr;
        else if (word == "-s")
            request.showSystem = true;
        else if (word == "-l")
            request.byLine = true;
        else
            break;
        text = rest;
    }
    auto filter = filterOf(text);
    if (!filter)
        return std::unexpected(filter.error());
    request.filter = std::move(*filter);
    const auto lines = GoroutineLines::read(m_session);
    if (!lines)
        return std::unexpected(lines.error());
    const auto tree = StackTree::build(lines->snapshot(), request, m_session.stop);
    if (m_session.stop.stop_requested() || !writeStackTree(*tree, call.out, m_session.stop))
        return interrupted();
    return {};
}

}
