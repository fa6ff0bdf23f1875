// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/eval/knownfields.h"

namespace Freezeframe
{

/// The text that strings.Builder, bytes.Buffer, readers and writers over text, json.RawMessage and regular expressions
/// hold, and UUIDs. Analysis thread only.
class TextMeaning
{
public:
    explicit TextMeaning(const KnownFields &fields)
        : m_fields(fields)
    {
    }

    /// Nothing of other types.
    [[nodiscard]] std::optional<std::string> of(const Value &value) const;

private:
    using Text = std::optional<std::string>;
    using Reader = Text (TextMeaning::*)(const Value &value) const;
    struct Entry {
        std::string_view type;
        Reader reader;
    };
    [[nodiscard]] Text ofBuilder(const Value &value) const;
    [[nodiscard]] Text ofBuffer(const Value &value) const;
    [[nodiscard]] Text ofReader(const Value &value) const;
    [[nodiscard]] Text ofBufferedReader(const Value &value) const;
    [[nodiscard]] Text ofBufferedWriter(const Value &value) const;
    [[nodiscard]] Text ofJson(const Value &value) const;
    [[nodiscard]] Text ofPattern(const Value &value) const;
    [[nodiscard]] Text ofUuid(const Value &value) const;
    /// Bytes [first, end) of a string or byte slice, quoted, or how many there are if they are no text.
    [[nodiscard]] Text quoted(const Value &text, uint64_t first, uint64_t end) const;

    const KnownFields &m_fields;
};

/// Printable UTF-8, with line ends and tabs; @p mayBeCut allows for a part of a character at the end.
[[nodiscard]] bool isPlainText(std::string_view bytes, bool mayBeCut);
/// "123e4567-e89b-12d3-a456-426614174000" of 16 bytes; empty of another length.
[[nodiscard]] std::string uuidText(std::string_view bytes);

}
