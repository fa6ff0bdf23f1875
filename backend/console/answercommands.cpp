// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/console/answercommands.h"

#include "backend/base/text.h"
#include "backend/console/commandwords.h"
#include "backend/console/goroutinesets.h"
#include "backend/inspect/findingtext.h"
#include "backend/inspect/goroutinetext.h"
#include "backend/inspect/inflighttext.h"

#include <spawn.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstring>
#include <format>
#include <map>

extern char **environ; // NOLINT(readability-redundant-declaration): no header has it

namespace Freezeframe
{

Result<GoroutineDetails> AnswerCommands::details(const CommandCall &call)
{
    uint64_t id = call.scope.owner.id;
    if (!call.arguments.empty()) {
        const auto number = wholeNumber(call.arguments);
        if (!number)
            return wrongUsage("a goroutine's number is needed, not \"" + std::string(call.arguments) + '"');
        id = *number;
    } else if (call.scope.owner.kind != StackOwner::Kind::Goroutine) {
        return wrongUsage("no goroutine is selected: give its number");
    }
    return m_session.inspection().goroutine(id);
}

Result<void> AnswerCommands::crash(const CommandCall &call)
{
    const auto crash = m_session.inspection().crash();
    if (crash->goroutine)
        m_session.selected
            = {.owner = {StackOwner::Kind::Goroutine, *crash->goroutine}, .frame = crash->frame.value_or(0)};
    else if (crash->thread)
        m_session.selected
            = {.owner = {StackOwner::Kind::Thread, uint64_t(*crash->thread)}, .frame = crash->frame.value_or(0)};
    call.out(crashText(m_session.inspection()));
    return {};
}

Result<void> AnswerCommands::report(const CommandCall &call)
{
    ReportOptions options;
    for (const std::string_view word : words(call.arguments)) {
        if (word == "-stacks")
            options.stacks = true;
        else if (word == "-variables")
            options.variables = true;
        else if (word == "-threads")
            options.threads = true;
        else
            return wrongUsage("report [-stacks] [-variables] [-threads]");
    }
    call.out(reportText(m_session.inspection(), options));
    return {};
}

Result<void> AnswerCommands::findings(const CommandCall &call)
{
    const auto found = m_session.inspection().findings();
    if (!found)
        return std::unexpected(found.error());
    const std::string text = findingsText(**found);
    call.out(text.empty() ? std::string("Nothing of what is looked for is wrong with this program.\n") : text);
    return {};
}

Result<void> AnswerCommands::inFlight(const CommandCall &call)
{
    constexpr size_t most = 1000; // items of a kind
    bool showsSecrets = false;
    std::optional<InFlight::Kind> wanted;
    for (const std::string_view word : words(call.arguments)) {
        const auto kind = kindNamed(word);
        if (word == "-show-secrets")
            showsSecrets = true;
        else if (kind && !wanted)
            wanted = kind;
        else
            return wrongUsage("inflight [-show-secrets] [<kind>], and a kind is " + kindNames());
    }
    const auto found = m_session.inspection().inFlight(showsSecrets);
    if (!found)
        return std::unexpected(found.error());
    call.out(wanted ? inFlightText(**found, *wanted, most) : inFlightText(**found, most));
    return {};
}

Result<void> AnswerCommands::waits(const CommandCall &call)
{
    const auto goroutine = details(call);
    if (!goroutine)
        return std::unexpected(goroutine.error());
    if (goroutine->waits.empty())
        call.out(std::format("Goroutine {} waits for nothing that is known: {}\n", goroutine->id,
                             goroutine->waitReason.empty() ? goroutine->status : goroutine->waitReason));
    for (const WaitInfo &wait : goroutine->waits) {
        call.out(std::format("Goroutine {} waits: {}{}{}\n", goroutine->id, escaped(wait.kind),
                             wait.object.isNull() ? "" : " of " + wait.object.toString(),
                             wait.description.empty() ? "" : ", " + escaped(wait.description)));
        std::string others;
        for (const uint64_t other : wait.others)
            others += (others.empty() ? "" : ", ") + std::to_string(other);
        if (!others.empty())
            call.out("\tso do goroutines " + others + '\n');
        for (const WaitInfo::Holder &holder : wait.holders)
            call.out('\t' + holderText(holder) + '\n');
    }
    return {};
}

Result<void> AnswerCommands::holders(const CommandCall &call)
{
    const auto goroutine = details(call);
    if (!goroutine)
        return std::unexpected(goroutine.error());
    bool isLock = false;
    for (const WaitInfo &wait : goroutine->waits) {
        if (!wait.kind.starts_with("sync."))
            continue;
        isLock = true;
        if (wait.holders.empty())
            call.out("Nobody is known to have the lock at " + wait.object.toString() + '\n');
        for (const WaitInfo::Holder &holder : wait.holders)
            call.out(wait.object.toString() + ' ' + holderText(holder) + ", frame " + std::to_string(holder.frame)
                     + '\n');
    }
    if (!isLock)
        call.out(std::format("Goroutine {} waits for no lock\n", goroutine->id));
    return {};
}

Result<void> AnswerCommands::count(const CommandCall &call)
{
    const auto lines = GoroutineLines::read(m_session);
    if (!lines)
        return std::unexpected(lines.error());
    const auto rows = goroutinesNamed(*lines, call.arguments);
    if (!rows)
        return std::unexpected(rows.error());
    const bool isOptions = GoroutineArguments::isOption(firstWord(call.arguments).first);
    const auto arguments
        = isOptions ? GoroutineArguments::parse(call.arguments) : Result<GoroutineArguments>(GoroutineArguments());
    if (!arguments)
        return std::unexpected(arguments.error());
    if (!arguments->group) {
        call.out(std::format("{}\n", rows->size()));
        return {};
    }
    std::map<std::string, size_t> groups;
    for (const uint32_t row : *rows)
        ++groups[lines->groupOf(row, *arguments->group, arguments->groupKey)];
    std::vector<std::pair<std::string, size_t>> sorted(groups.begin(), groups.end());
    std::ranges::stable_sort(sorted, std::greater(), &std::pair<std::string, size_t>::second);
    for (const auto &[name, size] : sorted)
        call.out(std::format("{:>8}  {}\n", size, escaped(name)));
    return {};
}

Result<void> AnswerCommands::table(const CommandCall &call)
{
    const std::string_view separator = " over";
    const size_t over = call.arguments.rfind(separator);
    const std::string_view expression = trimmed(call.arguments.substr(0, over));
    if (expression.empty())
        return wrongUsage(
            "table EXPRESSION [over GOROUTINES]: which goroutines by options of goroutines or words of filter");
    const auto lines = GoroutineLines::read(m_session);
    if (!lines)
        return std::unexpected(lines.error());
    const auto rows
        = goroutinesNamed(*lines, over == std::string_view::npos ? "" : call.arguments.substr(over + separator.size()));
    if (!rows)
        return std::unexpected(rows.error());
    size_t failed = 0;
    std::optional<Error> error;
    for (const uint32_t row : *rows) {
        if (m_session.stop.stop_requested())
            return interrupted();
        const uint64_t id = lines->table().id[row];
        const auto value = m_session.inspection().printInOwnFrame(id, expression);
        if (value && *value) {
            call.out(std::format("{:>8}  {}\n", id, **value));
        } else if (!value) {
            ++failed;
            error = value.error();
        }
    }
    if (failed > 0)
        call.out(std::format("{} goroutines have no such value: {}\n", failed, escaped(error->toString())));
    return {};
}

Result<void> AnswerCommands::edit(const std::string &path, int line)
{
    std::string editor;
    for (const char *name : {"DELVE_EDITOR", "VISUAL", "EDITOR"}) {
        if (const char *value = std::getenv(name); value && *value && editor.empty())
            editor = value;
    }
    if (editor.empty())
        return fail(ErrorCode::NotFound, "no editor is set: put its name into $EDITOR");
    std::vector<std::string> parts;
    for (const std::string_view word : words(editor))
        parts.emplace_back(word);
    const std::string program = parts.front().substr(parts.front().rfind('/') + 1);
    const std::string place = path + ':' + std::to_string(line);
    if (program == "code" || program == "codium")
        parts.insert(parts.end(), {"--goto", place});
    else if (program == "zed" || program == "hx" || program == "subl")
        parts.push_back(place);
    else if (program == "kate")
        parts.insert(parts.end(), {"--line", std::to_string(line), path});
    else if (program == "goland")
        parts.insert(parts.end(), {"--line", std::to_string(line), path});
    else
        parts.insert(parts.end(), {'+' + std::to_string(line), path});
    std::vector<char *> arguments;
    for (std::string &part : parts)
        arguments.push_back(part.data());
    arguments.push_back(nullptr);
    pid_t pid = 0;
    if (const int error = posix_spawnp(&pid, arguments[0], nullptr, nullptr, arguments.data(), environ); error != 0)
        return fail(ErrorCode::Io, parts.front() + " can't be started: " + std::strerror(error));
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) { }
    return {};
}

}
