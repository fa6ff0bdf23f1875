// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/memoryformat.h"

#include <QLocale>

#include <algorithm>
#include <bit>

namespace Freezeframe
{

namespace
{

unsigned sizeFor(MemoryFormat::Kind kind, unsigned size)
{
    if (kind == MemoryFormat::Kind::Pointers)
        return 8;
    return kind == MemoryFormat::Kind::Float ? std::max(size, 4U) : size;
}

}

MemoryFormat::MemoryFormat(Kind kind, unsigned wordSize, bool isBigEndian)
    : m_kind(kind)
    , m_wordSize(sizeFor(kind, std::clamp(std::bit_ceil(wordSize), 1U, 8U)))
    , m_isBigEndian(isBigEndian)
{
}

int MemoryFormat::width() const
{
    const int place = std::bit_width(m_wordSize) - 1; // of 1, 2, 4, 8
    constexpr int ofSigned[] = {4, 6, 11, 20};
    constexpr int ofUnsigned[] = {3, 5, 10, 20};
    switch (m_kind) {
    case Kind::Signed: return ofSigned[place];
    case Kind::Unsigned: return ofUnsigned[place];
    case Kind::Float: return m_wordSize == 4 ? 15 : 24; // "-1.17549435e-38", "-2.2250738585072014e-308"
    case Kind::Pointers: return 18;
    case Kind::Hexadecimal: break;
    }
    return int(m_wordSize) * 2;
}

std::optional<uint64_t> MemoryFormat::number(Bytes word) const
{
    uint64_t value = 0;
    for (size_t i = 0; i < word.size(); ++i) {
        const auto &byte = word[m_isBigEndian ? i : word.size() - 1 - i];
        if (!byte)
            return std::nullopt;
        value = value << 8 | *byte;
    }
    return value;
}

QString MemoryFormat::text(Bytes word) const
{
    const auto value = number(word);
    if (m_kind == Kind::Hexadecimal || !value || word.size() != m_wordSize) {
        QString text;
        for (size_t i = 0; i < word.size(); ++i) {
            const auto &byte = word[m_isBigEndian ? i : word.size() - 1 - i];
            text += byte ? QStringLiteral("%1").arg(*byte, 2, 16, QLatin1Char('0')) : QStringLiteral("··");
        }
        return text;
    }
    const unsigned unused = 64 - m_wordSize * 8;
    switch (m_kind) {
    case Kind::Signed: return QString::number(qint64(*value << unused) >> unused);
    case Kind::Float:
        return m_wordSize == 4 ? QString::number(double(std::bit_cast<float>(uint32_t(*value))), 'g', 9)
                               : QString::number(std::bit_cast<double>(*value), 'g', QLocale::FloatingPointShortest);
    case Kind::Pointers: return QStringLiteral("0x%1").arg(*value, 16, 16, QLatin1Char('0'));
    case Kind::Unsigned:
    case Kind::Hexadecimal: break;
    }
    return QString::number(*value);
}

QString memoryText(MemoryFormat::Bytes bytes)
{
    QString text;
    for (const auto &byte : bytes)
        text += byte && *byte >= 0x20 && *byte < 0x7f ? QChar(*byte) : QChar(byte ? 0x2e : 0xb7);
    return text;
}

}
