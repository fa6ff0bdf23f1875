// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <ostream>
#include <string>
#include <vector>

namespace Freezeframe
{

/// Runs a command about living processes: answers go to @p out, all else to @p errors. Returns the exit
/// status, or nothing if the first word names no such command.
[[nodiscard]] std::optional<int> runLiveCommand(const std::vector<std::string> &arguments, std::ostream &out,
                                                std::ostream &errors);

}
