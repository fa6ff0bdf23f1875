// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/analysis/goroutinefilter.h"

#include <optional>

namespace Freezeframe
{

/// Reads the filter language, word by word; nothing in it is an error, as a person types it letter by letter.
/// Lives for one text, which it borrows.
class GoroutineFilterParser
{
public:
    explicit GoroutineFilterParser(std::string_view text)
        : m_text(text)
    {
    }
    [[nodiscard]] GoroutineFilter::Node parse();
    [[nodiscard]] std::vector<std::string> takeProblems() { return std::move(m_problems); }

private:
    using Node = GoroutineFilter::Node;
    struct Word {
        std::optional<GoroutineFilter::Field> field;
        std::string key; ///< as it was typed
        std::string text;
        bool isQuoted = false;
        bool isExpression = false;
    };

    [[nodiscard]] Node alternatives(unsigned depth);
    [[nodiscard]] Node conjunction(unsigned depth);
    /// One condition with its signs before it; nullopt if it is not typed to its end so far, or not understood.
    [[nodiscard]] std::optional<Node> condition(unsigned depth);
    [[nodiscard]] std::optional<Node> termOf(Word word);
    [[nodiscard]] std::optional<Node> timeOf(const Word &word);

    [[nodiscard]] Word readWord(unsigned depth);
    void skipSpaces();
    /// Goes past a word that stands alone, if it is next.
    [[nodiscard]] bool take(std::string_view word);
    [[nodiscard]] bool atAlternative() const;
    [[nodiscard]] bool standsAlone(std::string_view word) const;
    [[nodiscard]] bool atGroup() const;
    [[nodiscard]] bool atEnd() const { return m_at >= m_text.size(); }

    std::string_view m_text;
    size_t m_at = 0;
    std::vector<std::string> m_problems;
};

}
