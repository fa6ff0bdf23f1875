// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <ostream>
#include <string>
#include <vector>

namespace Freezeframe
{

/// The documented exit statuses of freezeframe-cli.
enum class ExitStatus { Whole = 0, Warnings = 1, Usage = 2, Unreadable = 3 };

/// Runs one command: answers go to @p out, all else to @p errors. Returns the exit status.
int runCommand(const std::vector<std::string> &arguments, std::ostream &out, std::ostream &errors);

}
