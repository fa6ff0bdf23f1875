// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/console/consolesession.h"

namespace Freezeframe
{

/// stack, frame, up, down, deferred. Analysis thread only.
class StackCommands
{
public:
    StackCommands(ConsoleSession &session, CommandRunner &runner)
        : m_session(session)
        , m_runner(runner)
    {
    }
    [[nodiscard]] Result<void> stack(const CommandCall &call);
    [[nodiscard]] Result<void> frame(const CommandCall &call);
    [[nodiscard]] Result<void> up(const CommandCall &call);
    [[nodiscard]] Result<void> down(const CommandCall &call);
    [[nodiscard]] Result<void> deferred(const CommandCall &call);

    /// The frames of a goroutine or thread, as `stack` without options prints them; an error stands in their place.
    static void printFrames(ConsoleSession &session, const ConsoleScope &scope, size_t depth, const TextSink &out,
                            const std::string &indent);

private:
    enum class Direction { To, Up, Down };
    [[nodiscard]] Result<void> move(const CommandCall &call, Direction direction);
    void showFrame(const FrameInfo &frame, const CommandCall &call);

    ConsoleSession &m_session;
    CommandRunner &m_runner;
};

}
