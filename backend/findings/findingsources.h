// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/snapshot.h"
#include "backend/eval/evaluator.h"
#include "backend/findings/lockholders.h"
#include "backend/heap/heapspans.h"

#include <functional>

namespace Freezeframe
{

/// What findings are told from. Borrowed; analysis thread only.
struct FindingSources {
    const GoRuntime &runtime;
    const Unwinder &unwinder;
    const GoroutineTable &table;
    const GoroutineStacks &stacks; ///< of all rows
    const CrashSummary &crash;
    LockHolders &holders;
    std::function<std::string(Address)> describe; ///< "main.mu", "heap"; empty if nothing is known
    std::function<Result<std::vector<VariableInfo>>(StackOwner, size_t)> variables; ///< of a frame

    Evaluator &evaluator;
    /// The line of a source file as the program records it; empty if the file is not here.
    std::function<std::string(const std::string &, int)> sourceLine;

    std::function<Result<std::shared_ptr<const HeapSpans>>()> spans; ///< of Go's heap
    std::function<void()> pause; ///< called between pieces of the work; may be null

    /// "main.worker at worker.go:31", of the row's first frame that is not the runtime's.
    [[nodiscard]] std::string placeOf(uint32_t row) const;
    /// "goroutine 7 (main.worker at worker.go:31)"
    [[nodiscard]] std::string nameOf(uint32_t row) const;
    /// "3 min", "at least 3 min"; empty if the runtime does not know.
    [[nodiscard]] std::string waitOf(uint32_t row) const;
    /// "main.mu (0x5a1f40)", or the address alone if it has no name.
    [[nodiscard]] std::string nameOf(Address object) const;
};

/// "main.worker at worker.go:31"; empty if nothing is known.
[[nodiscard]] std::string shortPlace(const SourceLocation &place);
/// The same of any function, file and line.
[[nodiscard]] std::string shortPlace(std::string_view function, std::string_view file, int line);
/// "1 goroutine", "12 goroutines".
[[nodiscard]] std::string goroutineCount(size_t count);
/// "goroutines 3, 4 and 9 more": at most @p shown by their number.
[[nodiscard]] std::string goroutineNames(std::span<const uint64_t> ids, size_t shown = 4);

}
