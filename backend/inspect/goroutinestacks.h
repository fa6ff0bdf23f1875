// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/inspect/inspection.h"
#include "backend/unwind/unwinder.h"

namespace Freezeframe
{

/// Reads the stack of each goroutine (several threads over immutable tables), groups the identical ones and finds the
/// places that a list shows. @p partial gets immutable copies while it goes on, on the calling thread.
[[nodiscard]] Result<std::shared_ptr<const GoroutineStacks>> readGoroutineStacks(
    const GoRuntime &runtime, const Unwinder &unwinder, const GoroutineTable &table, const ProgressCallback &progress,
    const std::function<void(std::shared_ptr<const GoroutineStacks>)> &partial, const std::stop_token &stop);

/// The first function of a goroutine: the one that the go statement names, behind the compiler's wrapper
/// ("main.main.gowrap1", Go 1.21 cmd/compile) where there is one.
[[nodiscard]] SourceLocation startLocation(const GoRuntime &runtime, Address startPc);

/// Where the go statement stands: @p goPc is its return address.
[[nodiscard]] SourceLocation goStatementLocation(const GoRuntime &runtime, Address goPc);

}
