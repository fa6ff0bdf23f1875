// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/result.h"
#include "backend/eval/expression.h"
#include "backend/eval/expressionlexer.h"

namespace Freezeframe
{

/// Parses one Go expression: operands, selectors, indexes, slices, assertions, conversions, operators, and the types
/// that they name. BadExpression with the column; depth and size are bounded.
class ExpressionParser
{
public:
    [[nodiscard]] static Result<ExpressionPointer> parse(std::string_view source);

private:
    using Parsed = Result<ExpressionPointer>;
    ExpressionParser(std::string_view source, std::vector<Token> tokens);

    Parsed expression(int precedence);
    Parsed unary();
    Parsed primary();
    Parsed operand();
    Parsed selectorOrAssertion(ExpressionPointer operand);
    Parsed indexOrSlice(ExpressionPointer operand);
    Parsed composite(ExpressionPointer type, size_t begin);
    Parsed compositeValue();
    Parsed call(ExpressionPointer function);
    Parsed type();
    Parsed typeAfterBracket(size_t begin);
    Parsed mapType();
    Parsed chanType();
    Parsed bracketedType(std::string_view keyword);

    [[nodiscard]] const Token &token() const { return m_tokens[m_at]; }
    [[nodiscard]] bool accept(std::string_view op);
    [[nodiscard]] Result<void> expect(std::string_view op);
    [[nodiscard]] std::unexpected<Error> unexpectedToken() const;
    [[nodiscard]] Parsed make(Expression::Kind kind, size_t begin, std::string text,
                              std::vector<ExpressionPointer> children = {});
    [[nodiscard]] Parsed make(Expression::Kind kind, size_t begin, std::string text, ExpressionPointer child);

    std::string_view m_source;
    std::vector<Token> m_tokens;
    size_t m_at = 0;
    unsigned m_depth = 0; ///< of calls of expression(), unary() and type() on the stack
};

}
