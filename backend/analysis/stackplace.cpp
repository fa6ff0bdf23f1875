// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/analysis/stackplace.h"

#include "backend/go/functionname.h"

#include <algorithm>

namespace Freezeframe
{

StackPlace placeOf(const GoroutineStacks::Unique &stack)
{
    // The compiler's wrappers bear the name of the function that they stand in, not of what they call.
    const auto isWrapper = [](const std::string &function) {
        return function.contains(".gowrap") || function.contains(".deferwrap") || function.ends_with("-fm");
    };
    const auto isOwn
        = [&](const std::string &function) { return !isStandardFunction(function) && !isWrapper(function); };
    const auto own = std::ranges::find_if(stack.functions, isOwn);
    if (own != stack.functions.end()) {
        const auto caller = std::find_if(own + 1, stack.functions.end(), isOwn);
        return {*own, caller == stack.functions.end() ? std::string_view() : std::string_view(*caller)};
    }
    const auto first
        = std::ranges::find_if(stack.functions.rbegin(), stack.functions.rend(), [&](const std::string &function) {
              return !function.starts_with("runtime.") && !isWrapper(function);
          });
    if (first != stack.functions.rend())
        return {*first, {}};
    return {stack.user.isEmpty() ? stack.current.function : stack.user.function, {}};
}

}
