// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/snapshot.h"
#include "backend/go/goruntime.h"
#include "backend/unwind/unwinder.h"

namespace Freezeframe
{

/// The calls that a goroutine has deferred and not yet run, innermost frame first, last deferred first in each:
/// those on its list (Go runtime/runtime2.go: _defer), and those that the compiler keeps in the frames
/// (Go 1.22+ runtime/panic.go: open-coded defers), which the list does not have.
[[nodiscard]] std::vector<DeferredCall> deferredCalls(const GoRuntime &runtime, const Stack &stack, Address g);

}
