// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/console/consolesession.h"

namespace Freezeframe
{

/// examinemem. Analysis thread only.
class MemoryCommand
{
public:
    explicit MemoryCommand(ConsoleSession &session)
        : m_session(session)
    {
    }
    [[nodiscard]] Result<void> examine(const CommandCall &call);

private:
    ConsoleSession &m_session;
};

}
