// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/base/fuzzypattern.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

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

/// Finds bytes in a text eight at a time.
class ByteFinder
{
public:
    explicit ByteFinder(std::string_view text)
        : m_size(text.size())
    {
        std::memcpy(m_bytes.data(), text.data(), text.size());
        std::memset(m_bytes.data() + text.size(), 0, sizeof(uint64_t)); // no letter is 0
    }

    /// Calls @p visit with each place from @p start on where @p wanted fits.
    template<class Visitor>
    void forEach(char wanted, size_t start, Visitor visit) const
    {
        constexpr uint64_t each = 0x0101010101010101;
        constexpr uint64_t low = 0x7f * each;
        const uint64_t anyCase = isSmall(wanted) ? 0x20 * each : 0;
        const uint64_t pattern = uint8_t(wanted) * each;
        for (size_t at = start; at < m_size; at += sizeof(uint64_t)) {
            uint64_t word = 0;
            std::memcpy(&word, m_bytes.data() + at, sizeof(word));
            word = (word | anyCase) ^ pattern;
            uint64_t found = ~(((word & low) + low) | word | low); // the high bit of each byte that is the same
            if constexpr (std::endian::native == std::endian::big)
                found = std::byteswap(found);
            for (; found != 0; found &= found - 1)
                visit(at + size_t(std::countr_zero(found)) / 8);
        }
    }

private:
    size_t m_size;
    std::array<char, mostBytes + sizeof(uint64_t)> m_bytes;
};

/// The best way to find one word in a name: for each of its letters the places where it stands, each with what is best if
/// it is found there.
class Fit
{
public:
    Fit(std::string_view word, std::string_view name)
        : m_word(word)
        , m_name(name.substr(0, mostBytes))
        , m_endsWith(endsWithWord(name, word))
    {
        if (!findPlaces())
            return;
        for (size_t i = 0; i < m_word.size(); ++i)
            fillRow(i);
        const size_t last = m_word.size() - 1;
        for (size_t n = 0; n < m_count[last]; ++n) {
            if (!m_score || m_places[last][n].best > *m_score) {
                m_score = m_places[last][n].best;
                m_end = n;
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
        const Place *at = &m_places[m_word.size() - 1][m_end];
        positions.push_back(at->at);
        for (size_t i = m_word.size() - 1; i > 0; --i) {
            at = before(i, *at);
            positions.push_back(at->at);
        }
    }

private:
    struct Place {
        uint16_t at;
        int16_t best;
    };

    /// Where each letter stands behind a place of the one before, and before a place of the next; false if one stands
    /// nowhere.
    bool findPlaces()
    {
        const ByteFinder bytes(m_name);
        size_t start = 0;
        for (size_t i = 0; i < m_word.size(); ++i) {
            size_t count = 0;
            bytes.forEach(m_word[i], start, [&](size_t at) { m_places[i][count++].at = uint16_t(at); });
            if (count == 0)
                return false;
            m_count[i] = uint16_t(count);
            start = m_places[i][0].at + 1U;
        }
        for (size_t i = m_word.size() - 1; i-- > 0;) {
            const uint16_t end = m_places[i + 1][m_count[i + 1] - 1U].at;
            while (m_places[i][m_count[i] - 1U].at >= end)
                --m_count[i];
        }
        return !m_word.empty();
    }

    void fillRow(size_t i)
    {
        if (i == 0) {
            const size_t nearest = lastElement(m_name);
            for (size_t n = 0; n < m_count[0]; ++n) {
                Place &place = m_places[0][n];
                place.best = int16_t(letterAt(0, place.at) + 2 * placeBonus(m_name, place.at)
                                     + (place.at >= nearest ? lastElementBonus : 0));
            }
            return;
        }
        const auto &before = m_places[i - 1];
        size_t passed = 0; // places of the letter before that are two or more bytes back
        int beforeGap = impossible; // the best of those, as if a gap began at byte 0
        for (size_t n = 0; n < m_count[i]; ++n) {
            Place &place = m_places[i][n];
            for (; passed < m_count[i - 1] && before[passed].at + 2 <= place.at; ++passed)
                beforeGap = std::max(beforeGap, before[passed].best + before[passed].at * gapLetterCost);
            const int bonus = placeBonus(m_name, place.at);
            int best = beforeGap - (place.at - 2) * gapLetterCost - gapCost + bonus;
            if (passed < m_count[i - 1] && before[passed].at + 1 == place.at)
                best = std::max(best, before[passed].best + std::max(adjacentBonus, bonus));
            place.best = int16_t(std::max(letterAt(i, place.at) + best, impossible));
        }
    }

    [[nodiscard]] int letterAt(size_t i, size_t at) const
    {
        return letterScore + (m_word[i] == m_name[at] ? sameCaseBonus : 0);
    }

    /// Where letter @p i - 1 is best if letter @p i is found at @p found.
    [[nodiscard]] const Place *before(size_t i, const Place &found) const
    {
        const int bonus = placeBonus(m_name, found.at);
        const Place *best = &m_places[i - 1][0];
        int most = impossible * 2;
        for (size_t n = m_count[i - 1]; n-- > 0;) {
            const Place &place = m_places[i - 1][n];
            if (place.at >= found.at)
                continue;
            const int value = place.best
                + (place.at + 1 == found.at ? std::max(adjacentBonus, bonus)
                                            : bonus - gapCost - (found.at - place.at - 2) * gapLetterCost);
            if (value > most) {
                most = value;
                best = &place;
            }
        }
        return best;
    }

    std::string_view m_word;
    std::string_view m_name;
    bool m_endsWith;
    std::optional<int> m_score;
    size_t m_end = 0; ///< which place of the last letter is the best
    // Not set at first: only as many as are counted are looked at.
    std::array<uint16_t, mostLetters> m_count;
    std::array<std::array<Place, mostBytes>, mostLetters> m_places;
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
