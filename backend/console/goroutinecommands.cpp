// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/console/goroutinecommands.h"

#include "backend/base/text.h"
#include "backend/console/commandwords.h"
#include "backend/console/stackcommands.h"

#include <algorithm>
#include <format>
#include <map>
#include <unordered_set>

namespace Freezeframe
{

namespace
{

constexpr size_t shownMembers = 5; ///< of a group, as Delve shows

}

/// One `goroutines` at work.
struct GoroutineCommands::Listing {
    const CommandCall &call;
    const GoroutineArguments &arguments;
    const GoroutineLines &lines;
};

Result<void> GoroutineCommands::goroutines(const CommandCall &call)
{
    const auto arguments = GoroutineArguments::parse(call.arguments);
    if (!arguments)
        return std::unexpected(arguments.error());
    const auto lines = GoroutineLines::read(m_session);
    if (!lines)
        return std::unexpected(lines.error());
    const Listing listing{call, *arguments, *lines};
    const auto rows = selectedRows(listing);
    if (!rows)
        return std::unexpected(rows.error());
    if (arguments->group)
        return listGroups(listing, *rows);
    if (auto listed = listRows(listing, *rows, ""); !listed)
        return listed;
    if (!rows->empty())
        call.out(std::format("[{} goroutines]\n", rows->size()));
    return {};
}

Result<std::vector<uint32_t>> GoroutineCommands::selectedRows(const Listing &listing)
{
    std::optional<std::unordered_set<uint64_t>> waiters;
    if (!listing.arguments.channel.empty()) {
        const ConsoleScope &scope = listing.call.scope;
        const auto channel = m_session.inspection().number(scope.owner, scope.frame, listing.arguments.channel);
        if (!channel)
            return std::unexpected(channel.error());
        const auto ids = m_session.inspection().waitersOf(Address{*channel});
        waiters.emplace(ids.begin(), ids.end());
    }
    std::vector<uint32_t> rows;
    const GoroutineTable &table = listing.lines.table();
    for (uint32_t row = 0; row < table.size(); ++row) {
        const bool matches = std::ranges::all_of(listing.arguments.filters, [&](const GoroutineCondition &filter) {
            return listing.lines.matches(row, filter);
        });
        if (matches && (!waiters || waiters->contains(table.id[row])))
            rows.push_back(row);
    }
    std::ranges::sort(rows, {}, [&table](uint32_t row) { return table.id[row]; });
    return rows;
}

Result<void> GoroutineCommands::listRows(const Listing &listing, std::span<const uint32_t> rows,
                                         std::string_view indent)
{
    const CommandCall &call = listing.call;
    for (const uint32_t row : rows) {
        if (m_session.stop.stop_requested())
            return interrupted();
        const StackOwner owner{StackOwner::Kind::Goroutine, listing.lines.table().id[row]};
        const std::string_view mark = owner == m_session.selected.owner ? "* " : "  ";
        call.out(std::format("{}{}Goroutine {}\n", indent, mark, listing.lines.line(row, listing.arguments.location)));
        if (listing.arguments.withLabels) {
            if (const std::string labels = listing.lines.labelText(row); !labels.empty())
                call.out(std::format("{}\t{}\n", indent, labels));
        }
        if (listing.arguments.withStacks)
            StackCommands::printFrames(m_session, {.owner = owner}, listing.arguments.depth, call.out,
                                       std::string(indent) + '\t');
        if (!listing.arguments.command.empty()) {
            CommandCall inner{
                listing.arguments.command, {.owner = owner, .isSelected = false}, call.out, call.depth + 1};
            if (auto run = m_runner.run(inner); !run)
                call.out("Command failed: " + escaped(run.error().toString()) + '\n'); // the others have an answer
        }
    }
    return {};
}

Result<void> GoroutineCommands::listGroups(const Listing &listing, const std::vector<uint32_t> &rows)
{
    std::map<std::string, std::vector<uint32_t>> groups;
    for (const uint32_t row : rows)
        groups[listing.lines.groupOf(row, *listing.arguments.group, listing.arguments.groupKey)].push_back(row);
    bool isFirst = true;
    for (const auto &[name, members] : groups) {
        listing.call.out((isFirst ? "" : "\n") + escaped(name) + '\n');
        isFirst = false;
        const auto shown = std::span(members).first(std::min(members.size(), shownMembers));
        if (auto listed = listRows(listing, shown, "\t"); !listed)
            return listed;
        listing.call.out(std::format("\tTotal: {}\n", members.size()));
    }
    return {};
}

Result<void> GoroutineCommands::listWaiters(Address channel, const CommandCall &call, size_t limit)
{
    const auto lines = GoroutineLines::read(m_session);
    if (!lines)
        return std::unexpected(lines.error());
    const GoroutineArguments arguments;
    std::vector<uint32_t> rows;
    for (const uint64_t id : m_session.inspection().waitersOf(channel)) {
        if (const auto row = lines->table().find(id); row && rows.size() < limit)
            rows.push_back(*row);
    }
    return listRows({call, arguments, *lines}, rows, "");
}

Result<void> GoroutineCommands::goroutine(const CommandCall &call)
{
    const auto [word, rest] = firstWord(call.arguments);
    if (word.empty())
        return describe(call);
    const auto id = wholeNumber(word);
    if (!id)
        return wrongUsage("goroutine needs a number, not \"" + std::string(word) + '"');
    const StackOwner owner{StackOwner::Kind::Goroutine, *id};
    const auto goroutines = m_session.inspection().goroutines();
    if (!goroutines)
        return std::unexpected(goroutines.error());
    if (!goroutines->table->find(*id))
        return fail(ErrorCode::NotFound, "unknown goroutine " + std::to_string(*id));
    if (rest.empty())
        return select(*id, call);
    return m_runner.run({rest, {.owner = owner, .isSelected = false}, call.out, call.depth + 1});
}

Result<void> GoroutineCommands::select(uint64_t id, const CommandCall &call)
{
    const StackOwner before = m_session.selected.owner;
    m_session.selected = {.owner = {StackOwner::Kind::Goroutine, id}};
    const uint64_t from = before.kind == StackOwner::Kind::Goroutine ? before.id : 0;
    const uint64_t thread = m_session.threadOf(m_session.selected.owner);
    call.out(
        std::format("Switched from {} to {}{}\n", from, id, thread == 0 ? "" : std::format(" (thread {})", thread)));
    return {};
}

Result<void> GoroutineCommands::describe(const CommandCall &call)
{
    const StackOwner &owner = call.scope.owner;
    const auto frame = m_session.frame({.owner = owner});
    if (!frame)
        return std::unexpected(frame.error());
    if (const uint64_t thread = m_session.threadOf(owner); thread != 0)
        call.out(std::format("Thread {} at {}:{}\n", thread, escaped(m_session.localPath(frame->file)), frame->line));
    if (owner.kind != StackOwner::Kind::Goroutine)
        return {};
    const auto lines = GoroutineLines::read(m_session);
    if (!lines)
        return std::unexpected(lines.error());
    const auto row = lines->table().find(owner.id);
    if (!row)
        return fail(ErrorCode::NotFound, "unknown goroutine " + std::to_string(owner.id));
    call.out(std::format(
        "Goroutine {}:\n\tRuntime: {}\n\tUser: {}\n\tGo: {}\n\tStart: {}\n", owner.id,
        lines->placeText(*row, GoroutineField::CurrentLocation), lines->placeText(*row, GoroutineField::UserLocation),
        lines->placeText(*row, GoroutineField::GoLocation), lines->placeText(*row, GoroutineField::StartLocation)));
    if (const std::string labels = lines->labelText(*row); !labels.empty())
        call.out('\t' + labels + '\n');
    return {};
}

Result<void> GoroutineCommands::threads(const CommandCall &call)
{
    const auto threads = m_session.inspection().threads();
    const uint64_t current = m_session.threadOf(m_session.selected.owner);
    std::vector<const ThreadInfo *> sorted;
    for (const ThreadInfo &thread : *threads)
        sorted.push_back(&thread);
    std::ranges::sort(sorted, {}, &ThreadInfo::tid);
    for (const ThreadInfo *thread : sorted) {
        const auto frame = m_session.frame({.owner = {StackOwner::Kind::Thread, uint64_t(thread->tid)}});
        const std::string pc = frame ? frame->pc.toString() : "?";
        const SourceLocation &location = thread->location;
        std::string line = std::format("{}Thread {} at {} {}:{} {}", uint64_t(thread->tid) == current ? "* " : "  ",
                                       thread->tid, pc, escaped(m_session.localPath(location.file)), location.line,
                                       location.function.empty() ? "?" : escaped(location.function));
        if (thread->signal != 0)
            line += " [" + thread->signalName + ']';
        if (thread->goroutine)
            line += std::format(" goroutine {}", *thread->goroutine);
        call.out(line + '\n');
    }
    return {};
}

Result<void> GoroutineCommands::thread(const CommandCall &call)
{
    const auto [word, rest] = firstWord(call.arguments);
    if (word.empty())
        return wrongUsage("you must specify a thread");
    const auto id = wholeNumber(word);
    if (!id)
        return wrongUsage("thread needs a number, not \"" + std::string(word) + '"');
    const auto threads = m_session.inspection().threads();
    const auto thread = std::ranges::find(*threads, int64_t(*id), &ThreadInfo::tid);
    if (thread == threads->end())
        return fail(ErrorCode::NotFound, "thread does not exist: " + std::string(word));
    // As in Delve a thread's goroutine is selected with it; without one its own stack is.
    const StackOwner owner = thread->goroutine ? StackOwner{StackOwner::Kind::Goroutine, *thread->goroutine}
                                               : StackOwner{StackOwner::Kind::Thread, *id};
    if (!rest.empty())
        return m_runner.run({rest, {.owner = owner, .isSelected = false}, call.out, call.depth + 1});
    const uint64_t before = m_session.threadOf(m_session.selected.owner);
    m_session.selected = {.owner = owner};
    call.out(std::format("Switched from {} to {}{}\n", before == 0 ? "<none>" : std::to_string(before), *id,
                         thread->signal != 0 ? " [" + thread->signalName + ']' : ""));
    return {};
}

}
