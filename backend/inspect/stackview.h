// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/snapshot.h"
#include "backend/go/goruntime.h"
#include "backend/inspect/dwarfset.h"
#include "backend/unwind/unwinder.h"

namespace Freezeframe
{

inline constexpr size_t defaultStackLimit = 10'000; ///< frames; a stack overflow has millions

/// Gives the C frames of a walk their names, files and lines from DWARF, and the functions inlined into them
/// frames of their own.
void symbolizeC(Stack &stack, const Target &target, DwarfSet &dwarf);

/// @p runtime and @p table may be null; @p row is the goroutine's, if the stack is one's.
[[nodiscard]] StackInfo describeStack(const Stack &stack, StackOwner owner, const Target &target,
                                      const GoRuntime *runtime, const GoroutineTable *table,
                                      std::optional<uint32_t> row);

/// Gives the ancestors of the goroutine at @p g names and lines.
[[nodiscard]] Result<std::vector<AncestorInfo>> describeAncestors(const GoRuntime &runtime, Address g);

/// Moves summary.frame to the index that its frame has in @p stack, where more C frames may stand before it.
void alignCrashFrame(CrashSummary &summary, const Stack &stack);

}
