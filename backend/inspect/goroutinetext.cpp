// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/goroutinetext.h"

#include "backend/base/text.h"
#include "backend/inspect/report.h"

#include <algorithm>
#include <format>
#include <map>
#include <tuple>

namespace Freezeframe
{

namespace
{

/// Whether the function may be of Go's own library: its packages have no dot in their first part.
bool isLibraryFunction(std::string_view function)
{
    const std::string_view first = function.substr(0, function.find('/'));
    return !first.starts_with("main.") && (first.size() < function.size() ? !first.contains('.') : true);
}

/// The frame to look at first, and the one that called it where that says more.
std::string userPlace(const GoroutineStacks::Unique &stack)
{
    std::string text = "  " + placeText(stack.user);
    if (isLibraryFunction(stack.user.function) && !stack.caller.isEmpty())
        text += "\n    from " + placeText(stack.caller);
    return text;
}

/// The same for several that differ in nothing but their numbers.
std::string groupHeader(const GoroutineSnapshot &snapshot, const std::vector<uint32_t> &rows)
{
    constexpr size_t mostNumbers = 20;
    const GoroutineTable &table = *snapshot.table;
    const GoroutineStacks &stacks = *snapshot.stacks;
    const uint32_t first = rows.front();
    std::string text = std::format("{} goroutines [{}", rows.size(), table.statusText(first));
    if (const std::string reason = table.waitReasonText(first); !reason.empty())
        text += ": " + reason;
    text += table.scanText(first);
    int64_t longest = -1;
    for (const uint32_t row : rows)
        longest = std::max(longest, table.waitNanoseconds[row]);
    if (longest >= 0)
        text += (table.isTimeExact ? ", up to " : ", the longest at least ") + elapsedText(longest);
    text += "]";
    for (const auto &[key, value] : stacks.labelSets[stacks.labelSetOf[first]])
        text += "  " + escaped(key) + "=" + escaped(value);
    text += "\n" + userPlace(stacks.stacks[stacks.stackOf[first]]) + "\n  numbers";
    for (size_t i = 0; i < std::min(rows.size(), mostNumbers); ++i)
        text += (i == 0 ? " " : ", ") + std::to_string(table.id[rows[i]]);
    if (rows.size() > mostNumbers)
        text += std::format(", and {} more", rows.size() - mostNumbers);
    return text + "\n";
}

}

std::string placeText(const SourceLocation &location)
{
    if (location.file.empty())
        return escaped(location.function);
    return escaped(location.function) + "  " + escaped(location.file) + ":" + std::to_string(location.line);
}

GoroutineText::GoroutineText(const GoroutineSnapshot &snapshot)
    : m_table(*snapshot.table)
    , m_stacks(*snapshot.stacks)
{
    for (const GoroutineStacks::Unique &unique : m_stacks.stacks)
        m_places.push_back("\n" + userPlace(unique));
    for (const auto &labels : m_stacks.labelSets) {
        std::string &text = m_labels.emplace_back();
        for (const auto &[key, value] : labels)
            text += "  " + escaped(key) + "=" + escaped(value);
    }
    for (const SourceLocation &statement : m_stacks.goStatements)
        m_creators.push_back(statement.isEmpty() ? std::string() : "  created by " + placeText(statement));
}

/// Between number and time, made once for each kind.
const std::string &GoroutineText::state(uint32_t row)
{
    const bool isScanned = !m_table.scanText(row).empty();
    const auto [known, isNew] = m_states.try_emplace(uint64_t(m_table.status[row]) << 16 | m_table.waitReason[row]
                                                     | uint64_t(isScanned) << 32);
    if (isNew) {
        known->second = " [" + m_table.statusText(row);
        if (const std::string reason = m_table.waitReasonText(row); !reason.empty())
            known->second += ": " + reason;
        known->second += m_table.scanText(row);
    }
    return known->second;
}

void GoroutineText::appendHeader(std::string &out, uint32_t row)
{
    out += "goroutine ";
    out += std::to_string(m_table.id[row]);
    out += state(row);
    if (m_table.waitNanoseconds[row] >= 0) {
        out += m_table.isTimeExact ? ", " : ", at least ";
        out += elapsedText(m_table.waitNanoseconds[row]);
    }
    out += ']';
    if (m_table.thread[row] != 0)
        out += " on thread " + std::to_string(m_table.thread[row]);
    out += m_labels[m_stacks.labelSetOf[row]];
    if (m_stacks.stackOf[row] != GoroutineStacks::unknown)
        out += m_places[m_stacks.stackOf[row]];
    if (const auto error = m_stacks.errors.find(row); error != m_stacks.errors.end())
        out += "\n  " + escaped(error->second.toString());
    out += '\n';
}

void GoroutineText::appendCreator(std::string &out, uint32_t row)
{
    const std::string &creator = m_creators[m_stacks.goStatementOf[row]];
    if (creator.empty() || m_table.id[row] == mainGoroutine)
        return;
    out += creator;
    if (m_table.parent[row] != 0) {
        out += " in goroutine ";
        out += std::to_string(m_table.parent[row]);
    }
    out += '\n';
}

std::string goroutineGroups(const GoroutineSnapshot &snapshot)
{
    std::string out;
    constexpr size_t few = 3; ///< so many are listed one by one
    const GoroutineTable &table = *snapshot.table;
    const GoroutineStacks &stacks = *snapshot.stacks;
    std::vector<std::vector<uint32_t>> groups;
    std::map<std::tuple<uint32_t, std::string, uint32_t>, size_t> known;
    for (const bool system : {false, true}) {
        for (uint32_t row = 0; row < table.size(); ++row) {
            if ((table.isSystem[row] != 0) != system)
                continue;
            const auto key = std::tuple(stacks.stackOf[row],
                                        table.statusText(row) + '\n' + table.waitReasonText(row) + table.scanText(row),
                                        stacks.labelSetOf[row]);
            const bool isAlone = stacks.stackOf[row] == GoroutineStacks::unknown || stacks.errors.contains(row);
            const auto [group, isNew] = isAlone ? std::pair(known.end(), true) : known.try_emplace(key, groups.size());
            if (isNew)
                groups.emplace_back();
            (isNew ? groups.back() : groups[group->second]).push_back(row);
        }
    }
    GoroutineText single(snapshot);
    for (const std::vector<uint32_t> &rows : groups) {
        if (rows.size() > few) {
            out += "\n" + groupHeader(snapshot, rows);
            continue;
        }
        for (const uint32_t row : rows) {
            out += '\n';
            single.appendHeader(out, row);
        }
    }
    return out;
}

}
