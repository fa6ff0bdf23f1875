// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace Freezeframe
{

/// What is being typed at the end of an expression that is not finished.
struct ExpressionCut {
    bool isName = false; ///< a name may stand here: not inside of a text or a number
    size_t begin = 0; ///< of the name's part that is there, bytes; the end if there is none so far
    std::string part;
    bool isMember = false; ///< it follows a dot
    std::string
        operand; ///< what stands before that dot: "c.entries[0]"; `it`, `key` and `value` stand as what they are
    bool isInQuery = false; ///< `it` means something here
};

/// @p isMap says of an expression, the list of a query, whether it is a map. Texts of more than 64 KiB, and brackets in
/// brackets deeper than 200, are no name.
[[nodiscard]] ExpressionCut cutExpression(std::string_view text, const std::function<bool(std::string_view)> &isMap);

}
