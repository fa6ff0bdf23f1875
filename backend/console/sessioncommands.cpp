// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/console/sessioncommands.h"

#include "backend/base/text.h"
#include "backend/console/commandhelp.h"
#include "backend/console/commandwords.h"
#include "backend/inspect/programsymbols.h"

#include <algorithm>
#include <filesystem>
#include <format>
#include <fstream>
#include <set>

namespace Freezeframe
{

Result<void> SessionCommands::config(const CommandCall &call)
{
    const auto [parameter, value] = firstWord(call.arguments);
    if (parameter.empty())
        return wrongUsage("wrong number of arguments to \"config\"");
    if (parameter == "-list") {
        listConfig(call);
        return {};
    }
    if (parameter == "-save")
        return saveConfig(call);
    if (parameter == "alias" || parameter == "aliases")
        return setAlias(value);
    if (parameter == "debug-info-directories")
        return setDebugDirectories(value);
    if (parameter == "substitute-path")
        return setSubstitutePath(value, call);
    return m_session.settings.set(parameter, value);
}

/// Another console may read the file meanwhile: it finds the old settings or the new ones.
Result<void> SessionCommands::saveConfig(const CommandCall &call) const
{
    const std::filesystem::path path = m_session.settingsFile;
    if (path.empty())
        return fail(
            ErrorCode::Unsupported,
            "there is no home folder to keep settings in: put the config lines into a file " "and give it with --init FILE");
    const auto failed = [](const std::filesystem::path &file) {
        return std::unexpected(Error{.code = ErrorCode::Io, .message = "can't be written", .file = file.string()});
    };
    std::error_code error;
    std::filesystem::create_directories(path.parent_path(), error);
    const std::filesystem::path made = path.string() + ".new";
    {
        std::ofstream file(made, std::ios::trunc);
        file << "# written by config -save\n" << m_session.settings.commands() << std::flush;
        if (!file)
            return failed(made);
    }
    std::filesystem::rename(made, path, error);
    if (error)
        return failed(path);
    call.out("saved in " + escaped(path.string()) + '\n');
    return {};
}

void SessionCommands::listConfig(const CommandCall &call) const
{
    const auto all = m_session.settings.list();
    size_t widest = 0;
    for (const auto &[name, value] : all)
        widest = std::max(widest, name.size());
    for (const auto &[name, value] : all)
        call.out(std::format("{:<{}} {}\n", name, widest, value.empty() ? "<not defined>" : escaped(value)));
}

Result<void> SessionCommands::setAlias(std::string_view arguments)
{
    const auto all = quotedWords(arguments);
    if (all.size() == 1) {
        m_session.settings.aliases.erase(all[0]);
        return {};
    }
    if (all.size() != 2)
        return wrongUsage("config alias <command> <alias>, or config alias <alias> to remove it");
    if (!findCommand(all[0]))
        return fail(ErrorCode::NotFound, "there is no command " + all[0]);
    m_session.settings.aliases[all[1]] = all[0];
    return {};
}

Result<void> SessionCommands::setDebugDirectories(std::string_view arguments)
{
    auto &folders = m_session.settings.debugDirectories;
    const auto [option, folder] = firstWord(arguments);
    if (option == "-clear") {
        folders.clear();
    } else if (option == "-add" && !folder.empty()) {
        folders.emplace_back(folder);
    } else if (option == "-rm" && !folder.empty()) {
        if (std::erase(folders, folder) == 0)
            return fail(ErrorCode::NotFound,
                        "could not find \"" + std::string(folder) + "\" in debug-info-directories");
    } else {
        return wrongUsage("wrong argument to \"config debug-info-directories\": -add DIR, -rm DIR or -clear");
    }
    return {};
}

Result<void> SessionCommands::setSubstitutePath(std::string_view arguments, const CommandCall &call)
{
    auto &rules = m_session.settings.substitutePath;
    auto all = quotedWords(arguments);
    if (all.size() == 1 && all[0] == "-clear") {
        rules.clear();
        return {};
    }
    if (all.size() == 1 && all[0] == "-guess") {
        rules = m_session.inspection().guessSourceMap();
        all.clear();
    }
    if (all.size() > 2)
        return wrongUsage("too many arguments to \"config substitute-path\"");
    if (all.empty()) {
        for (const auto &[from, to] : rules)
            call.out(goQuoted(from) + " → " + goQuoted(to) + '\n');
        return {};
    }
    const auto rule = std::ranges::find(rules, all[0], &std::pair<std::string, std::string>::first);
    if (all.size() == 1) {
        if (rule == rules.end())
            return fail(ErrorCode::NotFound, "could not find rule for \"" + all[0] + '"');
        rules.erase(rule);
    } else if (rule != rules.end()) {
        rule->second = all[1];
    } else {
        rules.emplace_back(all[0], all[1]);
    }
    return {};
}

Result<void> SessionCommands::target(const CommandCall &call)
{
    const auto [word, rest] = firstWord(call.arguments);
    const auto process = m_session.inspection().process();
    if (word == "list") {
        std::string command;
        for (const std::string &part : process->commandLine)
            command += (command.empty() ? "" : " ") + part;
        call.out(std::format("*\t{} {}\n", process->pid, escaped(command)));
        return {};
    }
    if (word == "switch") {
        if (wholeNumber(rest) == uint64_t(process->pid))
            return {};
        return fail(ErrorCode::NotFound, "a core holds one process: " + std::to_string(process->pid));
    }
    if (word == "follow-exec")
        return fail(ErrorCode::Unsupported, "a core starts no processes, so there are none to follow");
    return wrongUsage("target list, or target switch <pid>");
}

}
