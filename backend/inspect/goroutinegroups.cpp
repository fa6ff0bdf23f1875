// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/goroutinegroups.h"

#include "backend/analysis/goroutinematcher.h"
#include "backend/analysis/grouptext.h"
#include "backend/base/text.h"
#include "backend/inspect/goroutinetext.h"

#include <algorithm>
#include <format>
#include <span>
#include <utility>

namespace Freezeframe
{

namespace
{

constexpr size_t few = 3; ///< so many of a group are listed one by one
constexpr size_t mostNumbers = 20; ///< of goroutines in a header
constexpr size_t mostKinds = 4; ///< of values of a label in a header
constexpr double nanoseconds = 1e9; ///< of a second

/// "  tenant=eu" of all; a line for each key that tells them apart: "  tenant: eu (9), us (8), and 3 more".
std::string labelsText(const std::map<std::string, GroupTally> &labels, uint32_t goroutines, const std::string &grouped)
{
    std::string common;
    std::string lines;
    for (const auto &[key, values] : labels) {
        if (key == grouped)
            continue; // the title has it
        if (values.front().second == goroutines) {
            common += "  " + escaped(key) + '=' + escaped(values.front().first);
            continue;
        }
        const bool tellsNothing = values.size() > mostKinds && values.front().second == 1;
        lines += "\n  " + escaped(key) + ':';
        for (size_t i = 0; !tellsNothing && i < std::min(values.size(), mostKinds); ++i)
            lines += std::format("{} {}{}", i == 0 ? "" : ",", escaped(values[i].first),
                                 values[i].second == 1 ? "" : std::format(" ({})", values[i].second));
        if (tellsNothing)
            lines += std::format(" {} different", values.size());
        else if (values.size() > mostKinds)
            lines += std::format(", and {} more", values.size() - mostKinds);
    }
    return common + lines;
}

}

GoroutineGroups::GoroutineGroups(const GoroutineSnapshot &snapshot, const ReportOptions &options)
    : m_snapshot(snapshot)
    , m_filter(options.filter)
    , m_grouping(options.group.value_or(GoroutineGrouping::Stack))
    , m_shown(snapshot.table->size())
{
    const GoroutineMatcher matcher(GoroutineFilter::parse(m_filter), snapshot);
    for (uint32_t row = 0; row < m_shown.size(); ++row) {
        m_shown[row] = matcher.matches(row)
            && (options.goroutines.empty() || std::ranges::contains(options.goroutines, snapshot.table->id[row]));
    }
}

void GoroutineGroups::arrange()
{
    if (m_own)
        return;
    GoroutineArrangementRequest request{.filter = GoroutineFilter::parse(m_filter), .grouping = m_grouping};
    request.isDescending = m_grouping.grouping != GoroutineGrouping::None;
    m_own = GoroutineArrangement::arrange(m_snapshot, request);
    request.showSystem = true;
    request.showOthers = false;
    m_system = GoroutineArrangement::arrange(m_snapshot, request);
}

std::string GoroutineGroups::title()
{
    arrange();
    const size_t shown = m_own->rows.size() + m_system->rows.size();
    const size_t groups = m_own->groups.size();
    std::string text = m_filter.empty()
        ? std::format("{} goroutines", m_own->total)
        : std::format("{} of {} goroutines match {}", shown, m_own->total, escaped(m_filter));
    if (groups > 0) {
        const std::string_view unit = m_own->grouping.grouping == GoroutineGrouping::Stack ? "stack" : "group";
        text += std::format("{} in {} {}{}", m_filter.empty() ? "" : ",", groups, unit, groups == 1 ? "" : "s");
    }
    if (!m_system->rows.empty())
        text += m_system->rows.size() == 1 ? std::string("; 1 of them is the runtime's own")
                                           : std::format("; {} of them are the runtime's own", m_system->rows.size());
    return text;
}

void GoroutineGroups::appendText(std::string &out)
{
    arrange();
    GoroutineText single(m_snapshot);
    for (const auto &list : {m_own, m_system}) {
        for (const GoroutineArrangement::Group &group : list->groups)
            appendGroup(out, *list, group);
        for (size_t i = 0; list->groups.empty() && i < list->rows.size(); ++i) {
            out += '\n';
            single.appendHeader(out, list->rows[i]);
        }
    }
}

void GoroutineGroups::appendGroup(std::string &out, const GoroutineArrangement &list,
                                  const GoroutineArrangement::Group &group) const
{
    const auto all = std::span(list.rows).subspan(group.first, group.count);
    if (list.grouping.grouping != GoroutineGrouping::Stack) {
        out += '\n' + header(list, group, {all.begin(), all.end()});
        return;
    }
    // Those whose stacks can't be read say why, each for itself.
    std::vector<uint32_t> together;
    std::vector<uint32_t> alone;
    for (const uint32_t row : all) {
        const bool isRead
            = m_snapshot.stacks->stackOf[row] != GoroutineStacks::unknown && !m_snapshot.stacks->errors.contains(row);
        (isRead ? together : alone).push_back(row);
    }
    if (together.size() > few)
        out += '\n' + header(list, group, std::exchange(together, {}));
    together.insert(together.end(), alone.begin(), alone.end());
    GoroutineText single(m_snapshot);
    for (const uint32_t row : together) {
        out += '\n';
        single.appendHeader(out, row);
    }
}

std::string GoroutineGroups::header(const GoroutineArrangement &list, const GoroutineArrangement::Group &group,
                                    const std::vector<uint32_t> &rows) const
{
    const GoroutineTable &table = *m_snapshot.table;
    std::string text = std::format("{} goroutine{} [{}", rows.size(), rows.size() == 1 ? "" : "s",
                                   escaped(tallyText(statesOf(list, group))));
    if (group.longestWait >= 0)
        text += (table.isTimeExact ? ", up to " : ", the longest at least ") + elapsedText(group.longestWait);
    text += ']';
    text += labelsText(labelsOf(list, group), group.count, list.grouping.label);
    const bool isStack = list.grouping.grouping == GoroutineGrouping::Stack;
    text += '\n'
        + (isStack ? userPlace(m_snapshot.stacks->stacks[m_snapshot.stacks->stackOf[rows.front()]])
                   : "  " + escaped(groupTitle(list, group)))
        + "\n  numbers";
    for (size_t i = 0; i < std::min(rows.size(), mostNumbers); ++i)
        text += (i == 0 ? " " : ", ") + std::to_string(table.id[rows[i]]);
    if (rows.size() > mostNumbers)
        text += std::format(", and {} more", rows.size() - mostNumbers);
    return text + '\n';
}

Json GoroutineGroups::groupJson(const GoroutineArrangement &list, const GoroutineArrangement::Group &group) const
{
    Json json;
    json["title"] = groupTitle(list, group);
    json["count"] = group.count;
    if (group.longestWait >= 0)
        json["wait_seconds"] = double(group.longestWait) / nanoseconds;
    Json states = Json::object();
    for (const auto &[name, count] : statesOf(list, group))
        states[name] = count;
    json["states"] = std::move(states);
    Json labels = Json::object();
    for (const auto &[key, values] : labelsOf(list, group)) {
        for (const auto &[value, count] : values)
            labels[key][value] = count;
    }
    if (!labels.empty())
        json["labels"] = std::move(labels);
    Json numbers = Json::array();
    for (const uint32_t row : std::span(list.rows).subspan(group.first, group.count))
        numbers.push_back(m_snapshot.table->id[row]);
    json["goroutines"] = std::move(numbers);
    return json;
}

std::string GoroutineGroups::json()
{
    arrange();
    std::string out = "[";
    const char *separator = "\n";
    for (const auto &list : {m_own, m_system}) {
        for (const GoroutineArrangement::Group &group : list->groups) {
            Json json = groupJson(*list, group);
            if (list == m_system)
                json["system"] = true;
            out += std::exchange(separator, ",\n") + dumpJson(json);
        }
    }
    return out + ']';
}

}
