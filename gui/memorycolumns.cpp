// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/memorycolumns.h"

#include "gui/fonts.h"

#include <QFontMetricsF>

#include <algorithm>

namespace Freezeframe
{

namespace
{

constexpr unsigned groupBytes = 8; ///< a wider space stands between groups
constexpr int most = 64; ///< bytes of a row
constexpr int addressCharacters = 16; ///< "0xc000012340" and two spaces, or all digits of what is longer

}

MemoryColumns::MemoryColumns(const QFont &font, const MemoryFormat &format, int width)
    : m_character(QFontMetricsF(font).horizontalAdvance(QLatin1Char('0')))
    , m_margin(gridUnit(QFontMetrics(font)) / 2.0)
    , m_wordSize(format.wordSize())
    , m_wordCharacters(format.width())
    , m_wordsX(m_margin + addressCharacters * m_character)
    , m_hasNames(format.kind() == MemoryFormat::Kind::Pointers)
{
    int bytes = m_hasNames ? int(groupBytes) : most;
    while (bytes > int(groupBytes) && needed(bytes / int(m_wordSize)) > width)
        bytes /= 2;
    m_words = bytes / int(m_wordSize);
    m_textX = wordX(m_words - 1) + wordWidth() + 2 * m_character;
}

double MemoryColumns::wordX(int word) const
{
    const unsigned groups = unsigned(word) * m_wordSize / groupBytes;
    return m_wordsX + (word * (m_wordCharacters + 1) + int(groups)) * m_character;
}

double MemoryColumns::needed(int words) const
{
    return wordX(words - 1) + wordWidth() + (2 + words * int(m_wordSize)) * m_character + m_margin;
}

MemoryColumns::Hit MemoryColumns::hit(double x) const
{
    Hit hit;
    if (x >= m_textX - m_character) {
        hit.isText = true;
        const double column = (x - m_textX) / m_character;
        hit.isName = m_hasNames && x >= nameX();
        hit.isInside = column >= 0 && (hit.isName || column < double(bytesPerRow()));
        hit.offset = hit.isName ? 0 : uint64_t(std::clamp(column, 0.0, double(bytesPerRow() - 1)));
        return hit;
    }
    int word = 0;
    while (word + 1 < m_words && wordX(word + 1) <= x)
        ++word;
    hit.offset = uint64_t(word) * m_wordSize;
    hit.isInside = x >= wordX(word) && x < wordX(word) + wordWidth();
    return hit;
}

std::pair<double, double> MemoryColumns::cell(uint64_t offset) const
{
    const double left = wordX(int(offset / m_wordSize));
    return {left, left + wordWidth()};
}

}
