// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/snapshot.h"
#include "backend/eval/evaluator.h"

namespace Freezeframe
{

/// Which words the runtime has for panics that it prints: after it has run their Error and String methods, as at the end
/// of a panic (Go runtime/panic.go: preprintpanics) and as a fatal error leaves them; or they still go on.
enum class PanicState { Final, GoingOn };
/// Final if runtime.fatalpanic is on the stack.
[[nodiscard]] PanicState panicState(const Stack &stack);

/// The panics of a goroutine, newest first, each with its text, the type and value that panic() was called with
/// (taken from the frames of runtime.gopanic: the runtime overwrites errors by their text before it prints), and
/// the errors that it wraps. The text of one that goes on is what can be told without running its methods.
[[nodiscard]] std::vector<CrashSummary::PanicLink> describePanics(Evaluator &evaluator, const GoRuntime &runtime,
                                                                  Address g, const Stack &stack, PanicState state);

/// The lines that Go 1.@p minor prints for a chain (Go runtime/panic.go: printpanics), without the last line's end:
/// "panic: first [recovered]\n\tpanic: second".
[[nodiscard]] std::string panicMessage(const std::vector<CrashSummary::PanicLink> &newestFirst, int minor);

/// The argument of runtime.throw or runtime.fatal in frames[index] as it is printed, empty if it can't be read.
[[nodiscard]] std::string throwText(Evaluator &evaluator, const GoRuntime &runtime, const Stack &stack, size_t index);

}
