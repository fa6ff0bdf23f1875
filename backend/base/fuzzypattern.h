// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace Freezeframe
{

/// What a person types to find a name, as in editors: the letters of each word stand in the name in that order, with
/// anything between them. Words may stand in any order. A small letter finds both, a capital only itself. Immutable,
/// any thread.
///
/// Each letter that is found counts 16, and 1 if it is of the same case. One that begins something counts more: 8 after a sign ("." or "(" or "*"), 7 for
/// a capital after a small letter, twice that for the first of a word, and 4 more behind the last slash; 6 if it follows the one before at once. A gap
/// between letters costs 3, and 1 for each further letter of it. A word with which the name ends as a whole gets 24 more.
class FuzzyPattern
{
public:
    /// More than 8 words, and letters of a word after the 64th, count no more.
    explicit FuzzyPattern(std::string_view text);
    [[nodiscard]] bool isEmpty() const { return m_words.empty(); }

    [[nodiscard]] const std::vector<std::string> &words() const { return m_words; }
    /// Its last word alone: the score of a text is the sum of those of its words.
    [[nodiscard]] FuzzyPattern lastWord() const
    {
        return FuzzyPattern(m_words.empty() ? std::string() : m_words.back());
    }

    /// How well the first 512 bytes of @p name fit; nothing if they don't.
    [[nodiscard]] std::optional<int> score(std::string_view name) const;
    /// The bytes of @p name that were found, ascending; none if it does not fit.
    [[nodiscard]] std::vector<uint32_t> positions(std::string_view name) const;

    /// One bit for each letter and sign that occurs, whatever its case: names that lack one need no look.
    [[nodiscard]] static uint64_t letters(std::string_view text);
    [[nodiscard]] bool mayFit(uint64_t lettersOfName) const { return (m_letters & ~lettersOfName) == 0; }

private:
    std::vector<std::string> m_words;
    uint64_t m_letters = 0;
};

}
