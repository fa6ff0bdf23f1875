// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/console/consolesession.h"
#include "backend/console/goroutinelines.h"

namespace Freezeframe
{

/// goroutines, goroutine, threads, thread. Analysis thread only.
class GoroutineCommands
{
public:
    GoroutineCommands(ConsoleSession &session, CommandRunner &runner)
        : m_session(session)
        , m_runner(runner)
    {
    }
    [[nodiscard]] Result<void> goroutines(const CommandCall &call);
    [[nodiscard]] Result<void> goroutine(const CommandCall &call);
    [[nodiscard]] Result<void> threads(const CommandCall &call);
    [[nodiscard]] Result<void> thread(const CommandCall &call);

    /// The lines of goroutines that wait for a channel, as printing it shows.
    [[nodiscard]] Result<void> listWaiters(Address channel, const CommandCall &call, size_t limit);

private:
    struct Listing;
    [[nodiscard]] Result<std::vector<uint32_t>> selectedRows(const Listing &listing);
    [[nodiscard]] Result<void> listRows(const Listing &listing, std::span<const uint32_t> rows,
                                        std::string_view indent);
    [[nodiscard]] Result<void> listGroups(const Listing &listing, const std::vector<uint32_t> &rows);
    [[nodiscard]] Result<void> describe(const CommandCall &call);
    [[nodiscard]] Result<void> select(uint64_t id, const CommandCall &call);

    ConsoleSession &m_session;
    CommandRunner &m_runner;
};

}
