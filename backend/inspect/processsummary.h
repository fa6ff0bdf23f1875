// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/snapshot.h"
#include "backend/go/goruntime.h"

namespace Freezeframe
{

/// @p symbols and @p runtime may be null.
[[nodiscard]] ProcessSummary summarizeProcess(const std::string &corePath, const Target &target,
                                              const GoSymbols *symbols, const GoRuntime *runtime);
[[nodiscard]] ModuleInfo describeModule(const Module &module);
/// Without its location. @p runtime and @p table may be null.
[[nodiscard]] ThreadInfo describeThread(const Target &target, const GoRuntime *runtime, const GoroutineTable *table,
                                        const CoreThread &thread);
[[nodiscard]] std::string_view matchText(FileMatch match); ///< "build-id", "none" …
[[nodiscard]] std::string_view layoutText(LayoutOrigin origin); ///< "dwarf", "types", "table"
/// Names and values of the registers that are known, in the architecture's order.
[[nodiscard]] std::vector<std::pair<std::string, uint64_t>> namedRegisters(const Registers &registers);

}
