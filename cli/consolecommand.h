// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/inspect/inspection.h"

#include <istream>
#include <ostream>

namespace Freezeframe
{

/// `freezeframe-cli console`: reads commands from a terminal (line editing, history, completion by libedit) or from
/// @p in, one a line, each answer flushed before the next is read. Returns the exit status.
[[nodiscard]] int runConsole(Inspection &inspection, const std::string &initFile, std::istream &in, std::ostream &out,
                             std::ostream &errors);

}
