// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/eval/evaluator.h"

namespace Freezeframe
{

/// How a value can be written, beside the form that it has by itself.
enum class ValueForm : uint8_t {
    Default,
    Decimal,
    Hexadecimal,
    Octal,
    Binary,
    Scientific,
    Character,
    Quoted,
    Duration, ///< a number of nanoseconds
    UnixSeconds,
    UnixMilliseconds,
    UnixMicroseconds,
    UnixNanoseconds,
    IpAddress, ///< bytes, or a number whose highest byte comes first
    Uuid,
    Go, ///< with the names of types, as debuggers print it
    Json,
    HexDump,
};

/// A value in one form.
struct FormedValue {
    ValueForm form = ValueForm::Default;
    std::string text; ///< may have several lines
};

/// Writes a value in all forms that fit it. Bounded; what is cut says so. Analysis thread only.
class ValueForms
{
public:
    explicit ValueForms(Evaluator &evaluator)
        : m_evaluator(evaluator)
    {
    }

    /// In the order of the forms; none of a value that can't be read.
    [[nodiscard]] std::vector<FormedValue> of(const Value &value);
    /// By a verb of Go's package fmt and its flags; BadExpression with a sentence if it is none.
    [[nodiscard]] Result<std::string> byVerb(const Value &value, std::string_view verb);

private:
    void addDump(std::vector<FormedValue> &out, const Value &value);
    void addNumber(std::vector<FormedValue> &out, const Value &value);
    void addText(std::vector<FormedValue> &out, const Value &value);
    void addVerbs(std::vector<FormedValue> &out, const Value &value);
    [[nodiscard]] std::string json(const Value &value);
    void writeJson(std::string &out, const Value &value, unsigned depth);
    void writeJsonParts(std::string &out, const Value &value, unsigned depth);

    Evaluator &m_evaluator;
    size_t m_parts = 0; ///< of the JSON being written
};

/// JSON on lines of its own, its numbers and strings as they are; nothing of what is no JSON.
[[nodiscard]] std::optional<std::string> prettyJson(std::string_view text);
/// Sixteen bytes a line: offset, hexadecimal, characters.
[[nodiscard]] std::string hexDump(std::string_view bytes);

}
