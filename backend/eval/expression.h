// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace Freezeframe
{

/// A node of a parsed Go expression, or of a type in one. Depth and number of nodes are bounded by the parser.
struct Expression {
    enum class Kind {
        Integer, ///< text: as written
        Float,
        Imaginary, ///< text without the i
        Character, ///< text: the character's number in decimal
        String, ///< text: the contents
        Identifier, ///< text
        Selector, ///< children: operand; text: the name
        Index, ///< children: operand, then one index, or type arguments
        Slice, ///< children: operand, low or null, high or null; then, if there is one, the end of the capacity
        Star, ///< children: operand; a dereference or a pointer type
        Unary, ///< text: operator; children: operand
        Binary, ///< text: operator; children: left, right
        Call, ///< children: function or type, then arguments
        TypeAssertion, ///< children: operand, type; without type: .(data)
        Composite, ///< children: type, or null where it is that of the list around; then values or Pairs
        Pair, ///< children: key or name of a field, value
        Parentheses, ///< children: operand
        SliceType, ///< children: element
        ArrayType, ///< children: element; text: the count in decimal
        MapType, ///< children: key, element
        ChanType, ///< children: element; text: "chan ", "<-chan ", "chan<- "
        OtherType, ///< text: "interface {}", "func(int) string", "struct {…}" as the program names it
    };
    Kind kind = Kind::Identifier;
    std::string text = {};
    std::vector<std::unique_ptr<Expression>> children = {};
    size_t begin = 0; ///< in the source, bytes
    size_t end = 0;
    unsigned depth = 1; ///< of the tree from here on
};

using ExpressionPointer = std::unique_ptr<Expression>;

}
