// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/processhandle.h"

#include <optional>
#include <string>

namespace Freezeframe
{

/// How a process ended, as wait(2) tells a parent: from the pidfd, or from its zombie. Nothing if neither tells (yet).
[[nodiscard]] std::optional<int> exitStatusOf(const ProcessHandle &process);
/// "SIGABRT", or "signal 34".
[[nodiscard]] std::string signalText(int signal);

/// What a status says about the core, by what a Go program, a shell or systemd shows of it; for people, at most two
/// sentences. @p isGo: exit(2) is then the runtime's own.
[[nodiscard]] std::string meaningOfStatus(int status, bool isGo);

}
