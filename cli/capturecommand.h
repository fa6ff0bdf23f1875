// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <ostream>
#include <string>
#include <vector>

namespace Freezeframe
{

/// freezeframe-cli capture: takes a core of a living process. @p words follow the command's name. Returns the exit status.
[[nodiscard]] int runCapture(const std::vector<std::string> &words, std::ostream &out, std::ostream &errors);

}
