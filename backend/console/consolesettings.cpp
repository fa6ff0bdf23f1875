// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/console/consolesettings.h"

#include "backend/console/commandwords.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

namespace Freezeframe
{

namespace
{

struct Parameter {
    std::string_view name;
    std::string_view help;
};

constexpr std::array parameters = {
    Parameter{"aliases",
              "Other names for commands: config alias COMMAND ALIAS adds one, config alias ALIAS removes it."},
    Parameter{
        "debug-info-directories",
        "Folders that are searched for separate debug information: " "config debug-info-directories -add DIR | -rm DIR | -clear. Takes effect when a core " "is opened: give --debug-dir DIR."},
    Parameter{"disassemble-flavor", "Syntax of the disassembler: go, intel or gnu."},
    Parameter{"max-array-values", "How many elements of arrays, slices and maps are printed."},
    Parameter{"max-string-len", "How many bytes of a string are printed."},
    Parameter{"max-variable-recurse", "How many levels of structs and pointers are followed when a value is printed."},
    Parameter{"prompt", "The text before the cursor."},
    Parameter{"show-location-expr", "If true, whatis tells where the value lies."},
    Parameter{"show-raw-strings", "If true, strings are printed without quotes; control characters stay escaped."},
    Parameter{"source-list-line-count", "How many lines are listed above and below the current one."},
    Parameter{
        "substitute-path",
        "Where sources are on this machine: config substitute-path FROM TO adds a rule, FROM alone " "removes it, -clear removes all, -guess finds rules, nothing lists them."},
    Parameter{"tab", "What is printed for a tab character in source code."},
};

Result<DisassemblyFlavor> flavorNamed(std::string_view name)
{
    if (name == "go")
        return DisassemblyFlavor::Go;
    if (name == "intel")
        return DisassemblyFlavor::Intel;
    if (name == "gnu")
        return DisassemblyFlavor::Gnu;
    return fail(ErrorCode::BadExpression, "disassemble-flavor is go, intel or gnu");
}

std::string nameOf(DisassemblyFlavor flavor)
{
    switch (flavor) {
    case DisassemblyFlavor::Go: return "go";
    case DisassemblyFlavor::Intel: return "intel";
    case DisassemblyFlavor::Gnu: return "gnu";
    }
    return {};
}

Result<bool> truth(std::string_view parameter, std::string_view value)
{
    if (value == "true")
        return true;
    if (value == "false")
        return false;
    return fail(ErrorCode::BadExpression, std::string(parameter) + " is true or false");
}

template<class Number>
Result<void> assign(Number &target, std::string_view parameter, std::string_view value, uint64_t most)
{
    const auto number = wholeNumber(value);
    if (!number || *number > most)
        return fail(ErrorCode::BadExpression,
                    std::string(parameter) + " is a number from 0 to " + std::to_string(most));
    target = Number(*number);
    return {};
}

}

Result<void> ConsoleSettings::set(std::string_view parameter, std::string_view value)
{
    if (parameter == "max-string-len")
        return assign(maxStringLength, parameter, value, 1 << 30);
    if (parameter == "max-array-values")
        return assign(maxArrayValues, parameter, value, 1 << 24);
    if (parameter == "max-variable-recurse")
        return assign(maxVariableRecurse, parameter, value, 16);
    if (parameter == "source-list-line-count")
        return assign(sourceListLineCount, parameter, value, 10'000);
    if (parameter == "show-location-expr" || parameter == "show-raw-strings") {
        const auto is = truth(parameter, value);
        if (!is)
            return std::unexpected(is.error());
        (parameter == "show-raw-strings" ? showRawStrings : showLocationExpression) = *is;
        return {};
    }
    if (parameter == "disassemble-flavor") {
        const auto known = flavorNamed(value);
        if (known)
            flavor = *known;
        return known ? Result<void>() : std::unexpected(known.error());
    }
    if (parameter == "tab" || parameter == "prompt") {
        const auto words = quotedWords(value);
        if (words.size() > 1)
            return fail(ErrorCode::BadExpression, "put the text of " + std::string(parameter) + " in double quotes");
        (parameter == "tab" ? tab : prompt) = words.empty() ? std::string() : words.front();
        return {};
    }
    return fail(ErrorCode::BadExpression,
                '"' + std::string(parameter) + "\" is not a configuration parameter: config -list names them");
}

std::vector<std::pair<std::string, std::string>> ConsoleSettings::list() const
{
    std::string otherNames;
    for (const auto &[alias, command] : aliases)
        otherNames += (otherNames.empty() ? "" : ", ") + alias + " = " + command;
    std::string folders;
    for (const std::string &folder : debugDirectories)
        folders += (folders.empty() ? "" : ":") + folder;
    std::string rules;
    for (const auto &[from, to] : substitutePath)
        rules += (rules.empty() ? "" : ", ") + from + " → " + to;
    const auto word = [](bool is) { return std::string(is ? "true" : "false"); };
    return {{"aliases", otherNames},
            {"debug-info-directories", folders},
            {"disassemble-flavor", nameOf(flavor)},
            {"max-array-values", std::to_string(maxArrayValues)},
            {"max-string-len", std::to_string(maxStringLength)},
            {"max-variable-recurse", std::to_string(maxVariableRecurse)},
            {"prompt", prompt},
            {"show-location-expr", word(showLocationExpression)},
            {"show-raw-strings", word(showRawStrings)},
            {"source-list-line-count", std::to_string(sourceListLineCount)},
            {"substitute-path", rules},
            {"tab", tab}};
}

std::string ConsoleSettings::commands() const
{
    const auto quoted = [](std::string_view text) {
        std::string result = "\"";
        for (const char letter : text)
            result += letter == '"' || letter == '\\' ? std::string{'\\', letter} : std::string{letter};
        return result + '"';
    };
    std::string lines;
    const auto own = list();
    const auto usual = ConsoleSettings{}.list();
    for (size_t i = 0; i < own.size(); ++i) {
        const auto &[name, value] = own[i];
        const bool isList = name == "aliases" || name == "debug-info-directories" || name == "substitute-path";
        if (isList || own[i] == usual[i])
            continue;
        lines += "config " + name + ' ' + (name == "tab" || name == "prompt" ? quoted(value) : value) + '\n';
    }
    for (const auto &[alias, command] : aliases)
        lines += "config alias " + command + ' ' + quoted(alias) + '\n';
    for (const auto &[from, to] : substitutePath)
        lines += "config substitute-path " + quoted(from) + ' ' + quoted(to) + '\n';
    for (const std::string &folder : debugDirectories)
        lines += "config debug-info-directories -add " + folder + '\n';
    return lines;
}

std::string_view ConsoleSettings::help(std::string_view parameter)
{
    if (parameter == "alias")
        parameter = "aliases";
    const auto *const found = std::ranges::find(parameters, parameter, &Parameter::name);
    return found == parameters.end() ? std::string_view() : found->help;
}

std::string ConsoleSettings::homeFile()
{
    const char *settings = std::getenv("XDG_CONFIG_HOME");
    const char *home = std::getenv("HOME");
    if (settings && *settings)
        return std::string(settings) + "/freezeframe/console";
    return home && *home ? std::string(home) + "/.config/freezeframe/console" : std::string();
}

LoadLimits ConsoleSettings::limits() const
{
    LoadLimits limits{.stringBytes = maxStringLength, .arrayElements = maxArrayValues, .depth = maxVariableRecurse};
    limits.totalBytes = std::max(limits.totalBytes, maxStringLength);
    return limits;
}

}
