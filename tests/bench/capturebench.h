// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "tests/support/victim.h"

namespace Freezeframe
{

/// Captures a large and a small living program with freezeframe-cli and with gdb's gcore, in turn, and prints how long
/// each stood still by its own clock. False, after a sentence, if ours could not be measured or misses its figures.
[[nodiscard]] bool benchCapture(const GoToolchain &go, int runs);

}
