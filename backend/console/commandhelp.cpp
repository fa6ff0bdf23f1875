// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/console/commandhelp.h"

#include "backend/console/commandexamples.h"

#include <algorithm>
#include <array>
#include <format>
#include <utility>

namespace Freezeframe
{

namespace
{

using Group = CommandHelp::Group;

struct GroupTitle {
    Group group;
    std::string_view title;
};

constexpr std::array groupTitles = {
    GroupTitle{Group::Data, "Viewing program variables and memory"},
    GroupTitle{Group::Goroutines, "Listing and switching between threads and goroutines"},
    GroupTitle{Group::Stack, "Viewing the call stack and selecting frames"},
    GroupTitle{Group::Ours, "Beyond Delve"},
    GroupTitle{Group::Other, "Other commands"},
    GroupTitle{Group::Running, "Running the program (a core can't: each says what to do instead)"},
    GroupTitle{Group::Breakpoints, "Breakpoints (a core can't: each says what to do instead)"},
};

/// How many letters have to be added, dropped or changed (Levenshtein); short words only.
size_t distance(std::string_view a, std::string_view b)
{
    std::vector<size_t> row(b.size() + 1);
    for (size_t j = 0; j < row.size(); ++j)
        row[j] = j;
    for (size_t i = 1; i <= a.size(); ++i) {
        size_t diagonal = std::exchange(row[0], i);
        for (size_t j = 1; j <= b.size(); ++j) {
            const size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row[b.size()];
}

void appendIndented(std::string &out, std::string_view text)
{
    for (size_t at = 0; at < text.size();) {
        const size_t end = std::min(text.find('\n', at), text.size());
        out += '\t' + std::string(text.substr(at, end - at)) + '\n';
        at = end + 1;
    }
}

}

const CommandHelp *findCommand(std::string_view name)
{
    const auto all = allCommands();
    const auto found = std::ranges::find_if(
        all, [name](const CommandHelp &command) { return std::ranges::contains(command.names, name); });
    return found == all.end() ? nullptr : &*found;
}

std::string nearestCommand(std::string_view name)
{
    constexpr size_t longest = 32;
    if (name.size() < 3 || name.size() > longest)
        return {};
    std::string best;
    size_t least = name.size() / 2 + 1;
    for (const CommandHelp &command : allCommands()) {
        for (const std::string_view candidate : command.names) {
            const size_t steps = distance(name, candidate);
            if (candidate.size() > 2 && steps < least) {
                least = steps;
                best = candidate;
            }
        }
    }
    return best;
}

std::vector<std::string> commandNames()
{
    std::vector<std::string> names;
    for (const CommandHelp &command : allCommands())
        names.insert(names.end(), command.names.begin(), command.names.end());
    std::ranges::sort(names);
    return names;
}

std::string_view commandGroupTitle(CommandHelp::Group group)
{
    return std::ranges::find(groupTitles, group, &GroupTitle::group)->title;
}

std::string helpOverview()
{
    std::string out = "The following commands are available:\n";
    for (const GroupTitle &title : groupTitles) {
        out += '\n' + std::string(title.title) + ":\n";
        size_t widest = 0;
        std::vector<std::pair<std::string, std::string_view>> lines;
        for (const CommandHelp &command : allCommands()) {
            if (command.group != title.group)
                continue;
            std::string names(command.names.front());
            for (size_t i = 1; i < command.names.size(); ++i)
                names += (i == 1 ? " (alias: " : " | ") + std::string(command.names[i]);
            names += command.names.size() > 1 ? ")" : "";
            widest = std::max(widest, names.size());
            lines.emplace_back(std::move(names), command.summary);
        }
        for (const auto &[names, summary] : lines)
            out += std::format("    {} {:-<{}} {}\n", names, "", widest - names.size() + 2, summary);
    }
    return out + "\nType help followed by a command for full documentation.\n";
}

std::string helpText(const CommandHelp &command)
{
    std::string out = std::string(command.summary) + "\n\n";
    appendIndented(out, command.usage);
    if (!command.details.empty())
        out += '\n' + std::string(command.details) + '\n';
    if (!command.when.empty())
        out += "\nWhen to use it: " + std::string(command.when) + '\n';
    if (!command.refusal.empty())
        out += "\nNot for a core: " + command.refusalText() + '\n';
    if (const std::string_view session = exampleSession(command.names.front()); !session.empty()) {
        out += "\nExample, on the core of the sample program:\n\n";
        appendIndented(out, session);
    }
    for (size_t i = 1; i < command.names.size(); ++i)
        out += (i == 1 ? "\nAliases: " : " ") + std::string(command.names[i]);
    if (command.names.size() > 1)
        out += '\n';
    if (command.group == Group::Ours)
        out += "\nDelve has no such command.\n";
    return out;
}

}
