// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/snapshot.h"
#include "backend/eval/evaluator.h"

namespace Freezeframe
{

/// The arguments and captured variables by which goroutines of one stack differ: of the user frames nearest to where it
/// stands, plain values and the plain fields of the structures that they are or point to. What the compiler did not keep,
/// or may have used anew, is left out.
[[nodiscard]] std::vector<GoroutineTraits::Trait> stackTraits(Evaluator &evaluator, const Stack &stack);

}
