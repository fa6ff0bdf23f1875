// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/snapshot.h"
#include "backend/textdump/textdump.h"

namespace Freezeframe
{

/// A row for each goroutine of a dump, in its order: what a core's list has, as far as text carries it. Waits are in whole
/// minutes, so at least as long.
[[nodiscard]] std::shared_ptr<const GoroutineTable> textGoroutineTable(const TextDump &dump);
/// Their stacks, identical ones together, with places and labels.
[[nodiscard]] std::shared_ptr<const GoroutineStacks> textGoroutineStacks(const TextDump &dump);
/// The stack of one goroutine.
[[nodiscard]] StackInfo textStack(const TextDump::Goroutine &goroutine, size_t limit);
/// What the program said, and which goroutine it was.
[[nodiscard]] CrashSummary textCrash(const TextDump &dump);
/// Index of the innermost frame that is neither the runtime's nor the standard library's inner parts.
[[nodiscard]] std::optional<size_t> textUserFrame(const TextDump::Goroutine &goroutine);

}
