// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace Freezeframe
{

/// One word of an expression.
struct Token {
    enum class Kind { End, Identifier, Integer, Float, Imaginary, Character, String, Operator };
    Kind kind = Kind::End;
    std::string text = {}; ///< of strings and characters: their contents, unescaped
    size_t begin = 0; ///< in the source, bytes
    size_t end = 0;

    [[nodiscard]] bool is(std::string_view op) const { return kind == Kind::Operator && text == op; }
    [[nodiscard]] bool isName(std::string_view name) const { return kind == Kind::Identifier && text == name; }
};

/// The words of a Go expression, an End last. BadExpression, with the column, for what is none.
[[nodiscard]] Result<std::vector<Token>> tokenize(std::string_view source);

/// A BadExpression at byte @p offset of the expression: "unexpected ')' at column 7".
[[nodiscard]] std::unexpected<Error> badExpression(std::string message, size_t offset);

}
