// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/snapshot.h"

namespace Freezeframe
{

/// Appends why the program stopped, and what it was, as the first lines of a report.
void appendSummary(std::string &out, const ProcessSummary &process, const CrashSummary &crash);
/// "stack of the crash", or whose stack is shown in its place.
[[nodiscard]] std::string_view stackTitle(const CrashSummary &crash);

}
