// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "cli/commandline.h"
#include "cli/commands.h"

namespace Freezeframe
{

/// Opens both cores and tells what differs.
ExitStatus runCompare(const CommandLine &line, std::ostream &out, std::ostream &errors);

}
