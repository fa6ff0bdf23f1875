// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/console/consolesession.h"

namespace Freezeframe
{

/// examinemem, find, regions. Analysis thread only.
class MemoryCommand
{
public:
    explicit MemoryCommand(ConsoleSession &session)
        : m_session(session)
    {
    }
    [[nodiscard]] Result<void> examine(const CommandCall &call);
    [[nodiscard]] Result<void> find(const CommandCall &call);
    [[nodiscard]] Result<void> regions(const CommandCall &call);

private:
    [[nodiscard]] Result<MemoryPattern> pattern(const CommandCall &call, size_t &limit);
    [[nodiscard]] Result<uint64_t> number(const CommandCall &call, std::string_view text);
    ConsoleSession &m_session;
};

}
