// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/finding.h"
#include "backend/textdump/textdump.h"

#include <stop_token>

namespace Freezeframe
{

/// What is wrong with the program, as far as its text tells: leaks that the runtime found, waits for ever, many behind one
/// lock or at one place, recursion.
[[nodiscard]] Findings textFindings(const TextDump &dump, const std::stop_token &stop);

}
