// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/console/consolesession.h"

namespace Freezeframe
{

/// config and target: what is set, and what is opened. Analysis thread only.
class SessionCommands
{
public:
    explicit SessionCommands(ConsoleSession &session)
        : m_session(session)
    {
    }
    [[nodiscard]] Result<void> config(const CommandCall &call);
    [[nodiscard]] Result<void> target(const CommandCall &call);

private:
    [[nodiscard]] Result<void> setAlias(std::string_view arguments);
    [[nodiscard]] Result<void> setDebugDirectories(std::string_view arguments);
    [[nodiscard]] Result<void> setSubstitutePath(std::string_view arguments, const CommandCall &call);
    Result<void> saveConfig(const CommandCall &call) const;
    void listConfig(const CommandCall &call) const;

    ConsoleSession &m_session;
};

}
