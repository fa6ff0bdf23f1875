// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/goroutinesnapshot.h"

#include <string_view>

namespace Freezeframe
{

/// What a list says of a stack: the first function of the program's own, and who called it; of a stack of nothing but
/// the standard library, what the goroutine was started for. Views of the stack.
struct StackPlace {
    std::string_view function;
    std::string_view caller;
};
[[nodiscard]] StackPlace placeOf(const GoroutineStacks::Unique &stack);

}
