// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace Freezeframe
{

/// What is told about one command: the source of `help`, of the command line's help and of the window's page. A value
/// type.
struct CommandHelp {
    enum class Group { Data, Goroutines, Stack, Other, Ours, Running, Breakpoints };
    std::vector<std::string_view> names; ///< the command, then its aliases
    Group group = Group::Other;
    std::string_view summary; ///< one sentence
    std::string_view usage; ///< a line each form
    std::string_view details; ///< flags and modifiers; may be empty
    std::string_view when; ///< when to use it
    std::string_view example; ///< command lines that make sense on the sample's core, after crash
    std::string_view refusal; ///< why a core can't; empty for commands that work
    std::string_view instead; ///< what to do instead

    [[nodiscard]] std::string refusalText() const { return std::string(refusal) + std::string(instead); }
};

[[nodiscard]] std::span<const CommandHelp> allCommands();
/// By name or alias; null if there is none.
[[nodiscard]] const CommandHelp *findCommand(std::string_view name);
/// The command that somebody who typed @p name may have meant; empty if none is near.
[[nodiscard]] std::string nearestCommand(std::string_view name);
/// All names and aliases, sorted.
[[nodiscard]] std::vector<std::string> commandNames();

/// "Viewing program variables and memory".
[[nodiscard]] std::string_view commandGroupTitle(CommandHelp::Group group);
[[nodiscard]] std::string helpOverview();
[[nodiscard]] std::string helpText(const CommandHelp &command);

}
