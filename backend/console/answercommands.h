// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/console/consolesession.h"

namespace Freezeframe
{

/// What Delve has no command for: crash, report, findings, inflight, waits, holders, count, table. Analysis thread only.
class AnswerCommands
{
public:
    explicit AnswerCommands(ConsoleSession &session)
        : m_session(session)
    {
    }
    [[nodiscard]] Result<void> crash(const CommandCall &call);
    [[nodiscard]] Result<void> report(const CommandCall &call);
    [[nodiscard]] Result<void> findings(const CommandCall &call);
    [[nodiscard]] Result<void> inFlight(const CommandCall &call);
    [[nodiscard]] Result<void> waits(const CommandCall &call);
    [[nodiscard]] Result<void> holders(const CommandCall &call);
    [[nodiscard]] Result<void> count(const CommandCall &call);
    [[nodiscard]] Result<void> table(const CommandCall &call);
    /// Opens a file of this machine in $DELVE_EDITOR, $VISUAL or $EDITOR and waits for its end.
    [[nodiscard]] Result<void> edit(const std::string &path, int line);

private:
    [[nodiscard]] Result<GoroutineDetails> details(const CommandCall &call);

    ConsoleSession &m_session;
};

}
