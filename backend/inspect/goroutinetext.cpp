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

std::string goroutineHeader(const GoroutineSnapshot &snapshot, uint32_t row)
{
    const GoroutineTable &table = *snapshot.table;
    std::string line = std::format("goroutine {} [{}", table.id[row], table.statusText(row));
    if (const std::string reason = table.waitReasonText(row); !reason.empty())
        line += ": " + reason;
    line += table.scanText(row);
    if (table.waitNanoseconds[row] >= 0)
        line += (table.isTimeExact ? ", " : ", at least ") + elapsedText(table.waitNanoseconds[row]);
    line += "]";
    if (table.thread[row] != 0)
        line += std::format(" on thread {}", table.thread[row]);
    const GoroutineStacks &stacks = *snapshot.stacks;
    for (const auto &[key, value] : stacks.labelSets[stacks.labelSetOf[row]])
        line += "  " + escaped(key) + "=" + escaped(value);
    if (stacks.stackOf[row] != GoroutineStacks::unknown)
        line += "\n" + userPlace(stacks.stacks[stacks.stackOf[row]]);
    if (const auto error = stacks.errors.find(row); error != stacks.errors.end())
        line += "\n  " + escaped(error->second.toString());
    return line + "\n";
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
    for (const std::vector<uint32_t> &rows : groups) {
        if (rows.size() > few) {
            out += "\n" + groupHeader(snapshot, rows);
            continue;
        }
        for (const uint32_t row : rows)
            out += "\n" + goroutineHeader(snapshot, row);
    }
    return out;
}

}
