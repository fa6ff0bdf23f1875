// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/console/goroutinelines.h"

namespace Freezeframe
{

/// The commands that show some goroutines of all by the filter language of the window: filter, group, stacks. Analysis thread
/// only.
class GoroutineSets
{
public:
    explicit GoroutineSets(ConsoleSession &session)
        : m_session(session)
    {
    }
    [[nodiscard]] Result<void> filter(const CommandCall &call);
    [[nodiscard]] Result<void> group(const CommandCall &call);
    [[nodiscard]] Result<void> stacks(const CommandCall &call);

private:
    ConsoleSession &m_session;
};

/// Rows for which @p text holds, by id: options as of the command goroutines, or words of the filter language.
/// BadExpression with what is not understood.
[[nodiscard]] Result<std::vector<uint32_t>> goroutinesNamed(const GoroutineLines &lines, std::string_view text);

}
