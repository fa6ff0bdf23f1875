// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/console/consolesession.h"

namespace Freezeframe
{

/// list, disassemble, sources, funcs, types, layout, packages, libraries. Analysis thread only.
class CodeCommands
{
public:
    explicit CodeCommands(ConsoleSession &session)
        : m_session(session)
    {
    }
    [[nodiscard]] Result<void> list(const CommandCall &call);
    [[nodiscard]] Result<void> disassemble(const CommandCall &call);
    [[nodiscard]] Result<void> sources(const CommandCall &call);
    [[nodiscard]] Result<void> functions(const CommandCall &call);
    [[nodiscard]] Result<void> types(const CommandCall &call);
    [[nodiscard]] Result<void> layout(const CommandCall &call);
    [[nodiscard]] Result<void> packages(const CommandCall &call);
    [[nodiscard]] Result<void> libraries(const CommandCall &call);

    /// Lines around @p line, which gets an arrow if @p withArrow.
    [[nodiscard]] static Result<void> printSource(ConsoleSession &session, const std::string &file, int line,
                                                  bool withArrow, const TextSink &out);

private:
    template<class Names>
    [[nodiscard]] Result<void> printNames(const CommandCall &call, const Names &names);

    ConsoleSession &m_session;
};

}
