// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/console/consolesession.h"

namespace Freezeframe
{

class GoroutineCommands;

/// args, locals, vars, print, whatis, display, regs. Analysis thread only.
class DataCommands
{
public:
    DataCommands(ConsoleSession &session, GoroutineCommands &goroutines)
        : m_session(session)
        , m_goroutines(goroutines)
    {
    }
    [[nodiscard]] Result<void> args(const CommandCall &call);
    [[nodiscard]] Result<void> locals(const CommandCall &call);
    [[nodiscard]] Result<void> vars(const CommandCall &call);
    [[nodiscard]] Result<void> print(const CommandCall &call);
    [[nodiscard]] Result<void> whatis(const CommandCall &call);
    [[nodiscard]] Result<void> display(const CommandCall &call);
    [[nodiscard]] Result<void> regs(const CommandCall &call);

    /// Prints all expressions of `display`.
    void printDisplayed(const CommandCall &call);

private:
    [[nodiscard]] Result<void> listVariables(const CommandCall &call, bool arguments, std::string_view none);
    [[nodiscard]] Result<std::vector<VariableInfo>> variablesOf(const ConsoleScope &scope, bool arguments);
    /// What the deferred call of the scope runs with.
    [[nodiscard]] Result<std::vector<VariableInfo>> capturedBy(const ConsoleScope &scope);
    /// Without the "%x" before it.
    [[nodiscard]] static std::string_view withoutVerb(std::string_view expression);
    [[nodiscard]] Result<std::string> valueText(const ConsoleScope &scope, std::string_view expression);
    [[nodiscard]] Result<std::string> valueLines(const ConsoleScope &scope, std::string_view expression);
    [[nodiscard]] std::string capturedText(const CommandCall &call);
    [[nodiscard]] Result<std::string> deferredText(const ConsoleScope &scope, std::string_view expression);
    void describeType(const TypeInfo &type, const CommandCall &call) const;

    ConsoleSession &m_session;
    GoroutineCommands &m_goroutines;
};

}
