// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace Freezeframe
{

/// A parsed filter of goroutines, the same in the window, in reports and in the console. Words that must all hold:
/// `text`, `state:`, `wait:` (reason, or a time as in `>10m`), `func:`, `user:`, `current:`, `start:`, `created:`,
/// `file:`, `label:key=value`, `id:`, `thread:`; `-` or `NOT` before a word for "not", `OR` (or `|`) between words,
/// parentheses around them, quotes keep spaces, `/…/` is a regular expression. `value:` is of the expression that the
/// window shows beside each goroutine. A value type; any thread.
class GoroutineFilter
{
public:
    /// Function: any on the stack; User, Current, Start, Created: function or FILE:LINE of that place.
    enum class Field { Text, State, Wait, Function, User, Current, Start, Created, File, Label, Id, Thread, Value };
    struct Term {
        Field field = Field::Text;
        std::string text; ///< what must be part of it, or a regular expression
        bool isExpression = false;
        int comparison = 0; ///< of Wait: -1 shorter than, 1 longer than, 0 by text
        int64_t nanoseconds = 0;
    };
    /// Of All and Any the parts must hold; All of nothing holds always.
    struct Node {
        enum class Kind { All, Any, Term };
        Kind kind = Kind::All;
        bool isNegated = false;
        std::vector<Node> parts;
        Term term;
    };

    GoroutineFilter() = default;
    /// Never fails: what is not understood is in problems(), what is not typed to its end so far is left out.
    [[nodiscard]] static GoroutineFilter parse(std::string_view text);

    [[nodiscard]] bool isEmpty() const { return m_root.kind == Node::Kind::All && m_root.parts.empty(); }
    [[nodiscard]] const Node &root() const { return m_root; }
    /// What was meant as a condition and is none: "wait:>soon", "func:/(/ (missing ): (/)".
    [[nodiscard]] const std::vector<std::string> &problems() const { return m_problems; }
    /// Texts to mark in a list's cells.
    [[nodiscard]] std::vector<std::string> marks() const;

private:
    Node m_root;
    std::vector<std::string> m_problems;
};

}
