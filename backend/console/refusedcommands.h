// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/console/commandhelp.h"

namespace Freezeframe
{

/// Commands of Delve that need a process which can run or be changed, with what to do instead.
[[nodiscard]] std::vector<CommandHelp> refusedCommands();

}
