// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/eval/evaluator.h"
#include "backend/eval/expression.h"

namespace Freezeframe
{

/// What the value of an expression has behind a dot, told by its type: also where a nil pointer or an empty list on the
/// way has no value. Analysis thread only.
class ExpressionMembers
{
public:
    ExpressionMembers(Evaluator &evaluator, const Stack &stack, size_t frame)
        : m_evaluator(evaluator)
        , m_stack(stack)
        , m_frame(frame)
    {
    }

    struct Field {
        std::string name;
        std::string type;
        unsigned depth = 0; ///< 0: its own; else promoted, through so many embedded ones
    };
    struct Members {
        std::vector<Field> fields; ///< the shallowest of each name, in the order of the source
        std::vector<std::string> types; ///< whose methods it has: its own and those that it embeds, the nearest first
    };
    [[nodiscard]] Members of(std::string_view expression);
    /// The type of an expression, of what an interface holds if it has a value; null if it can't be told.
    [[nodiscard]] const Type *typeOf(std::string_view expression);

private:
    [[nodiscard]] const Type *typeOf(const Expression &node, unsigned depth);
    [[nodiscard]] const Type *typeByParts(const Expression &node, unsigned depth);
    [[nodiscard]] const Type *typeOfCall(const Expression &node, unsigned depth);
    [[nodiscard]] const Type *typeOfField(const Type *type, std::string_view name);
    [[nodiscard]] const Type *elementOf(const Type *type);
    /// Pointers passed over.
    [[nodiscard]] const Type *pointee(const Type *type);
    [[nodiscard]] const Type *load(TypeRef type);
    [[nodiscard]] std::string nameOf(TypeRef type);

    Evaluator &m_evaluator;
    const Stack &m_stack;
    size_t m_frame;
    std::string_view m_source;
};

}
