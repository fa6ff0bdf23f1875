// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/base/fuzzypattern.h"

#include <algorithm>
#include <array>

namespace Freezeframe
{

namespace
{

constexpr size_t mostWords = 8;
constexpr size_t mostLetters = 64;
constexpr size_t mostBytes = 512;

constexpr int letterScore = 16;
constexpr int signBonus = 8;
constexpr int capitalBonus = 7;
constexpr int adjacentBonus = 6; // more than a sign is worth after a gap
constexpr int sameCaseBonus = 1;
constexpr int lastElementBonus = 4; // less than what a rank makes
constexpr int gapCost = 3;
constexpr int gapLetterCost = 1;
constexpr int endBonus = 24;
constexpr int impossible = -10'000;

bool isSmall(char c)
{
    return c >= 'a' && c <= 'z';
}

bool isCapital(char c)
{
    return c >= 'A' && c <= 'Z';
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// Letters and digits, and what is no ASCII: the rest divides.
bool isWordByte(char c)
{
    return isSmall(c) || isCapital(c) || isDigit(c) || uint8_t(c) >= 0x80;
}

char lowered(char c)
{
    return isCapital(c) ? char(c + ('a' - 'A')) : c;
}

bool fits(char wanted, char found)
{
    return wanted == found || (isSmall(wanted) && wanted == lowered(found));
}

/// What a byte counts for standing where it does.
int placeBonus(std::string_view name, size_t at)
{
    if (at == 0)
        return signBonus;
    const char before = name[at - 1];
    if (!isWordByte(before))
        return isWordByte(name[at]) ? signBonus : 0;
    if ((isCapital(name[at]) && !isCapital(before)) || (isDigit(name[at]) && !isDigit(before)))
        return capitalBonus;
    return 0;
}

/// Where the last element of a path begins: type arguments have paths of their own.
size_t lastElement(std::string_view name)
{
    const size_t slash = name.substr(0, name.find_first_of("[(")).rfind('/');
    return slash == std::string_view::npos ? 0 : slash + 1;
}

bool endsWithWord(std::string_view name, std::string_view word)
{
    if (name.size() < word.size())
        return false;
    const size_t start = name.size() - word.size();
    if (start > 0 && isWordByte(name[start - 1]) && isWordByte(name[start]))
        return false;
    return std::ranges::equal(word, name.substr(start), fits);
}

/// The best way to find one word in a name: for each of its letters (rows) what is best if it is found at a byte.
class Fit
{
public:
    Fit(std::string_view word, std::string_view name)
        : m_word(word)
        , m_name(name.substr(0, mostBytes))
        , m_endsWith(endsWithWord(name, word))
        , m_lastElement(lastElement(m_name))
    {
        if (!findBands())
            return;
        // Of a single letter only where it is found.
        for (size_t j = m_first[0]; m_word.size() > 1 && j <= m_last[m_word.size() - 1]; ++j)
            m_bonus[j] = int8_t(placeBonus(m_name, j));
        for (size_t i = 0; i < m_word.size(); ++i)
            fillRow(i);
        const auto &last = m_best[m_word.size() - 1];
        for (size_t j = m_first[m_word.size() - 1]; j <= m_last[m_word.size() - 1]; ++j) {
            if (!m_score || last[j] > *m_score) {
                m_score = last[j];
                m_end = j;
            }
        }
    }

    [[nodiscard]] std::optional<int> score() const
    {
        return m_score ? std::optional(*m_score + (m_endsWith ? endBonus : 0)) : std::nullopt;
    }

    void addPositions(std::vector<uint32_t> &positions) const
    {
        if (!m_score)
            return;
        if (m_endsWith && m_name.size() >= m_word.size()) {
            for (size_t i = m_name.size() - m_word.size(); i < m_name.size(); ++i)
                positions.push_back(uint32_t(i));
            return;
        }
        size_t at = m_end;
        positions.push_back(uint32_t(at));
        for (size_t i = m_word.size() - 1; i > 0; --i) {
            at = before(i, at);
            positions.push_back(uint32_t(at));
        }
    }

private:
    /// The first and the last byte at which each letter can be found; false if one can't.
    bool findBands()
    {
        size_t at = 0;
        for (size_t i = 0; i < m_word.size(); ++i, ++at) {
            while (at < m_name.size() && !fits(m_word[i], m_name[at]))
                ++at;
            if (at >= m_name.size())
                return false;
            m_first[i] = uint16_t(at);
        }
        at = m_name.size();
        for (size_t i = m_word.size(); i-- > 0;) {
            do
                --at;
            while (!fits(m_word[i], m_name[at]));
            m_last[i] = uint16_t(at);
        }
        return true;
    }

    void fillRow(size_t i)
    {
        auto &row = m_best[i];
        if (i == 0) {
            const bool isAll = m_word.size() == 1;
            for (size_t j = m_first[0]; j <= m_last[0]; ++j) {
                const bool isFound = fits(m_word[0], m_name[j]);
                const int bonus = !isFound ? 0 : isAll ? placeBonus(m_name, j) : m_bonus[j];
                const int nearness = j >= m_lastElement ? lastElementBonus : 0;
                row[j] = int16_t(isFound ? letterAt(0, j) + 2 * bonus + nearness : impossible);
            }
        } else {
            const auto &before = m_best[i - 1];
            const size_t start = m_first[i - 1]; // less than m_first[i]
            int afterGap = impossible; // of the letter before, found two or more bytes ago
            for (size_t j = start + 1; j <= m_last[i]; ++j) {
                if (j >= start + 2)
                    afterGap = std::max(afterGap - gapLetterCost, before[j - 2] - gapCost);
                if (j < m_first[i])
                    continue;
                if (!fits(m_word[i], m_name[j])) {
                    row[j] = int16_t(impossible);
                    continue;
                }
                const int bonus = m_bonus[j];
                const int best = std::max(before[j - 1] + std::max(adjacentBonus, bonus), afterGap + bonus);
                row[j] = int16_t(std::max(letterAt(i, j) + best, impossible));
            }
        }
        // The row after this looks at it as far as its own last place.
        if (i + 1 < m_word.size()) {
            for (size_t j = m_last[i] + 1U; j < m_last[i + 1]; ++j)
                row[j] = int16_t(impossible);
        }
    }

    [[nodiscard]] int letterAt(size_t i, size_t j) const
    {
        return letterScore + (m_word[i] == m_name[j] ? sameCaseBonus : 0);
    }

    [[nodiscard]] int valueAt(size_t row, size_t at) const
    {
        return at < m_first[row] || at > m_last[row] ? impossible : m_best[row][at];
    }

    /// Where letter @p i - 1 is best if letter @p i is found at @p at.
    [[nodiscard]] size_t before(size_t i, size_t at) const
    {
        const int bonus = m_bonus[at];
        size_t best = m_first[i - 1];
        int most = impossible * 2;
        for (size_t k = std::min<size_t>(m_last[i - 1], at - 1) + 1; k-- > m_first[i - 1];) {
            const int value = valueAt(i - 1, k)
                + (k + 1 == at ? std::max(adjacentBonus, bonus) : bonus - gapCost - int(at - k - 2) * gapLetterCost);
            if (value > most) {
                most = value;
                best = k;
            }
        }
        return best;
    }

    std::string_view m_word;
    std::string_view m_name;
    bool m_endsWith;
    size_t m_lastElement;
    std::optional<int> m_score;
    size_t m_end = 0;
    // Not set at first: only what is between first and last is looked at.
    std::array<uint16_t, mostLetters> m_first;
    std::array<uint16_t, mostLetters> m_last;
    std::array<int8_t, mostBytes> m_bonus; ///< of each byte's place
    std::array<std::array<int16_t, mostBytes>, mostLetters> m_best;
};

}

FuzzyPattern::FuzzyPattern(std::string_view text)
{
    std::string word;
    const auto end = [&] {
        if (!word.empty() && m_words.size() < mostWords)
            m_words.push_back(word);
        word.clear();
    };
    for (const char c : text) {
        if (c == ' ' || c == '\t')
            end();
        else if (word.size() < mostLetters)
            word += c;
    }
    end();
    for (const std::string &one : m_words)
        m_letters |= letters(one);
}

std::optional<int> FuzzyPattern::score(std::string_view name) const
{
    int sum = 0;
    for (const std::string &word : m_words) {
        const auto found = Fit(word, name).score();
        if (!found)
            return std::nullopt;
        sum += *found;
    }
    return sum;
}

std::vector<uint32_t> FuzzyPattern::positions(std::string_view name) const
{
    std::vector<uint32_t> all;
    if (!score(name))
        return all;
    for (const std::string &word : m_words)
        Fit(word, name).addPositions(all);
    std::ranges::sort(all);
    const auto rest = std::ranges::unique(all);
    all.erase(rest.begin(), rest.end());
    return all;
}

uint64_t FuzzyPattern::letters(std::string_view text)
{
    constexpr unsigned digits = 26;
    constexpr unsigned signs = 36;
    uint64_t set = 0;
    for (const char raw : text.substr(0, mostBytes)) {
        const char c = lowered(raw);
        if (isSmall(c))
            set |= uint64_t{1} << unsigned(c - 'a');
        else if (isDigit(c))
            set |= uint64_t{1} << (digits + unsigned(c - '0'));
        else
            set |= uint64_t{1} << (signs + uint8_t(c) % (64 - signs));
    }
    return set;
}

}
