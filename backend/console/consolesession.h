// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/console/consolesettings.h"
#include "backend/inspect/inspection.h"
#include "backend/inspect/report.h"

namespace Freezeframe
{

/// What a command looks at: a frame, or a call that this has deferred. A value type.
struct ConsoleScope {
    StackOwner owner;
    size_t frame = 0;
    size_t deferred = 0; ///< 1: the call deferred last; 0: the frame itself
    bool isSelected = true; ///< false: named by a prefix for one command
    bool operator==(const ConsoleScope &) const = default;
};

/// What the commands of a console share: the opened core, the settings, what is selected. Analysis thread only.
class ConsoleSession
{
public:
    ConsoleSession(Inspection &inspection, ConsoleSettings given);

    [[nodiscard]] Inspection &inspection() { return m_inspection; }
    ConsoleSettings settings;
    std::string settingsFile; ///< where `config -save` keeps them; empty: nowhere
    ConsoleScope selected;
    std::vector<std::string> displayed; ///< expressions of `display`; empty ones are taken off
    std::stop_token stop; ///< of the command at work: long ones look at it from row to row

    /// The stack of the scope, down to @p depth frames.
    [[nodiscard]] Result<std::shared_ptr<const StackInfo>> stack(const ConsoleScope &scope, size_t depth = 10'000);
    /// The frame of the scope.
    [[nodiscard]] Result<FrameInfo> frame(const ConsoleScope &scope);
    /// A path by the rules of `config substitute-path`.
    [[nodiscard]] std::string localPath(const std::string &recorded) const;
    /// A variable on one line, or why it has no value; @p isWhole: as much of it as `print` tells.
    [[nodiscard]] std::string valueText(const VariableInfo &variable, bool isWhole);
    /// The thread that the scope's goroutine runs on, or 0.
    [[nodiscard]] uint64_t threadOf(const StackOwner &owner);

private:
    Inspection &m_inspection;
};

/// One command as it was typed.
struct CommandCall {
    std::string_view arguments; ///< all behind the command's name, trimmed
    ConsoleScope scope;
    const TextSink &out;
    unsigned depth = 0; ///< of commands that run this one
};

/// Runs a command for another: `goroutine 7 print x`, `goroutines -exec …`, files of commands.
class CommandRunner
{
public:
    virtual ~CommandRunner() = default;
    [[nodiscard]] virtual Result<void> run(const CommandCall &call) = 0;
};

/// What a command that was stopped ends with; what it had told stays.
[[nodiscard]] std::unexpected<Error> interrupted();
/// "not enough arguments" and its like.
[[nodiscard]] std::unexpected<Error> wrongUsage(std::string message);

}
