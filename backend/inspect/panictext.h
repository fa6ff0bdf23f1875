// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/eval/evaluator.h"
#include "backend/inspect/snapshot.h"

namespace Freezeframe
{

/// What Go prints after "panic: " for a value (Go 1.26 runtime/error.go: printpanicval, printanycustomtype), or what can
/// be told of it without running its Error method.
[[nodiscard]] std::string panicValueText(Evaluator &evaluator, const Value &value);

/// The panics of a goroutine, newest first, each with its text, the type and value that panic() was called with
/// (taken from the frames of runtime.gopanic: the runtime overwrites errors by their text before it prints), and
/// the errors that it wraps.
[[nodiscard]] std::vector<CrashSummary::PanicLink> describePanics(Evaluator &evaluator, const GoRuntime &runtime,
                                                                  Address g, const Stack &stack);

/// The lines that Go prints for a chain: "panic: first [recovered]\n\tpanic: second".
[[nodiscard]] std::string panicMessage(const std::vector<CrashSummary::PanicLink> &newestFirst,
                                       const std::vector<GoPanic> &raw);

/// The argument of runtime.throw or runtime.fatal in frames[index], empty if it can't be read.
[[nodiscard]] std::string throwText(Evaluator &evaluator, const GoRuntime &runtime, const Stack &stack, size_t index);

}
