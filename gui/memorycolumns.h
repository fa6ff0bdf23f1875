// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "model/memoryformat.h"

#include <QRectF>

class QFont;

namespace Freezeframe
{

/// Where the parts of a row of memory stand: address, words, text or the names of pointers; and how many bytes a row
/// has in a width. A value type.
class MemoryColumns
{
public:
    MemoryColumns() = default;
    /// @p width: pixels.
    MemoryColumns(const QFont &font, const MemoryFormat &format, int width);

    [[nodiscard]] uint64_t bytesPerRow() const { return uint64_t(m_words) * m_wordSize; }
    [[nodiscard]] int wordsPerRow() const { return m_words; }
    [[nodiscard]] double character() const { return m_character; }
    [[nodiscard]] double addressX() const { return m_margin; }
    [[nodiscard]] double wordX(int word) const;
    [[nodiscard]] double wordWidth() const { return m_wordCharacters * m_character; }
    [[nodiscard]] double textX() const { return m_textX; }
    /// Of what pointers lead to, behind the text.
    [[nodiscard]] double nameX() const { return m_textX + double(bytesPerRow() + 2) * m_character; }
    [[nodiscard]] bool hasNames() const { return m_hasNames; }

    struct Hit {
        uint64_t offset = 0; ///< byte of the row, below bytesPerRow()
        bool isText = false;
        bool isName = false; ///< of where a pointer leads
        bool isInside = false; ///< not merely the nearest
    };
    [[nodiscard]] Hit hit(double x) const;
    /// Left and right of the cell of a byte, as number: its word, or its digits if they stand for it alone.
    [[nodiscard]] std::pair<double, double> cell(uint64_t offset) const;

private:
    [[nodiscard]] double needed(int words) const;

    double m_character = 1;
    double m_margin = 0;
    unsigned m_wordSize = 1;
    int m_wordCharacters = 2;
    int m_words = 8;
    double m_wordsX = 0;
    double m_textX = 0;
    bool m_hasNames = false;
};

}
