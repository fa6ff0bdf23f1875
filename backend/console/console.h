// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/console/answercommands.h"
#include "backend/console/codecommands.h"
#include "backend/console/consolesession.h"
#include "backend/console/datacommands.h"
#include "backend/console/goroutinecommands.h"
#include "backend/console/goroutinesets.h"
#include "backend/console/memorycommand.h"
#include "backend/console/sessioncommands.h"
#include "backend/console/stackcommands.h"

#include <fstream>

namespace Freezeframe
{

/// Delve's command language over an opened core, and some commands beyond. Knows no terminal: lines come in, text goes
/// out. Analysis thread only.
class Console : private CommandRunner
{
public:
    explicit Console(Inspection &inspection, ConsoleSettings settings = {});
    ~Console() override;

    /// Runs one line; its answer goes to @p out piece by piece. An error is the whole answer, or comes after a part.
    /// @p stop ends it early with what it has told, and an error of code Cancelled.
    [[nodiscard]] Result<void> execute(std::string_view line, const TextSink &out, const std::stop_token &stop = {});
    /// Runs a file of commands, line by line; those that fail are told and the rest goes on.
    [[nodiscard]] Result<void> executeFile(const std::string &path, const TextSink &out);
    /// What shows a place for `edit`; without one a program of the terminal does, as the environment names it.
    using Editor = std::function<void(const SourceLocation &)>;
    void setEditor(Editor editor) { m_editor = std::move(editor); }
    [[nodiscard]] bool isFinished() const { return m_isFinished; } ///< after `exit`

    [[nodiscard]] const ConsoleSettings &settings() const { return m_session.settings; }
    /// Where `config -save` keeps the settings, as commands. Runs what is there already; false if it can't
    /// be read.
    bool setSettingsFile(const std::string &path, const TextSink &out);
    [[nodiscard]] const ConsoleScope &selected() const { return m_session.selected; }
    /// Somebody has selected another frame elsewhere.
    void select(StackOwner owner, size_t frame) { m_session.selected = {.owner = owner, .frame = frame}; }
    /// What the last word of @p line may be completed to: commands, options, names.
    [[nodiscard]] std::vector<std::string> completions(std::string_view line);
    /// The end of @p line that completions() are for.
    [[nodiscard]] static std::string_view completedPart(std::string_view line);

private:
    Result<void> run(const CommandCall &call) override;
    Result<void> runCommand(std::string_view name, const CommandCall &call);
    Result<void> source(const CommandCall &call);
    Result<void> runFile(const std::string &path, const CommandCall &call);
    Result<void> transcript(const CommandCall &call);
    Result<void> help(const CommandCall &call);
    Result<void> edit(const CommandCall &call);
    void addMembers(std::string_view part, std::vector<std::string> &found);

    ConsoleSession m_session;
    GoroutineCommands m_goroutines;
    GoroutineSets m_sets;
    StackCommands m_stacks;
    DataCommands m_data;
    MemoryCommand m_memory;
    CodeCommands m_code;
    SessionCommands m_settings;
    AnswerCommands m_answers;
    Editor m_editor;
    std::ofstream m_transcript;
    bool m_transcriptOnly = false; ///< -x: nothing to the caller
    bool m_isFinished = false;
};

}
