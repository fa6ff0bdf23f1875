// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/memorypainter.h"

#include "gui/fonts.h"
#include "model/format.h"
#include "model/regionmodel.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>

namespace Freezeframe
{

namespace
{

/// With the zeros before it, so that digits stand below each other; the kernel's addresses need all the room.
QString fullAddress(Address address)
{
    constexpr int digits = 12; // of the 48 bits that programs have
    const QString text = QStringLiteral("%1").arg(address.value, digits, 16, QLatin1Char('0'));
    return text.size() > digits ? text : QStringLiteral("0x") + text;
}

}

QString memoryLookText(MemoryLook look)
{
    const auto text = [](const char *words) { return QCoreApplication::translate("MemoryPainter", words); };
    switch (look) {
    case MemoryLook::InCore: return text(QT_TRANSLATE_NOOP("MemoryPainter", "in the core"));
    case MemoryLook::FromFile: return text(QT_TRANSLATE_NOOP("MemoryPainter", "from its file"));
    case MemoryLook::Zero: return text(QT_TRANSLATE_NOOP("MemoryPainter", "zero"));
    case MemoryLook::Pointer: return text(QT_TRANSLATE_NOOP("MemoryPainter", "pointer"));
    case MemoryLook::NotInCore: return text(QT_TRANSLATE_NOOP("MemoryPainter", "not in the core"));
    case MemoryLook::Reserved: return text(QT_TRANSLATE_NOOP("MemoryPainter", "reserved"));
    case MemoryLook::Unmapped: break;
    }
    return text(QT_TRANSLATE_NOOP("MemoryPainter", "unmapped"));
}

Theme::Role memoryLookRole(MemoryLook look)
{
    switch (look) {
    case MemoryLook::InCore:
    case MemoryLook::FromFile: return Theme::Role::Text;
    case MemoryLook::Pointer: return Theme::Role::Link;
    case MemoryLook::NotInCore: return Theme::Role::Warning;
    default: return Theme::Role::Muted;
    }
}

MemoryLook missingLook(const MemoryRegion *region)
{
    if (!region)
        return MemoryLook::Unmapped;
    return region->bytes == MemoryRegion::Bytes::Absent && region->flags == 0 ? MemoryLook::Reserved
                                                                              : MemoryLook::NotInCore;
}

MemoryPainter::MemoryPainter(QPainter *painter, const Theme &theme, const QFont &font, const MemoryColumns &columns,
                             const MemoryFormat &format, const MemoryRows &rows)
    : m_painter(painter)
    , m_theme(theme)
    , m_font(font)
    , m_columns(columns)
    , m_format(format)
    , m_rows(rows)
{
    m_painter->setFont(m_font);
}

Address MemoryPainter::lineBegin(const MemoryRows::Row &row) const
{
    return row.first - row.first.value % m_columns.bytesPerRow();
}

void MemoryPainter::draw(double x, const QRectF &rect, const QString &text, const QColor &color) const
{
    m_painter->setPen(color);
    m_painter->drawText(QRectF(x, rect.top(), std::max(rect.right() - x, 1.0), rect.height()),
                        Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine | Qt::TextDontClip, text);
}

void MemoryPainter::paintRow(const MemoryRows::Row &row, const QRectF &rect, MemoryFormat::Bytes bytes) const
{
    if (row.isHole) {
        paintHole(row, rect);
        return;
    }
    paintGround(row, rect);
    draw(m_columns.addressX(), rect, fullAddress(lineBegin(row)), m_theme.color(Theme::Role::Muted));
    if (bytes.empty()) {
        draw(m_columns.wordX(0), rect, QStringLiteral("…"), m_theme.color(Theme::Role::Muted));
    } else {
        paintWords(row, rect, bytes);
        paintText(row, rect, bytes);
        if (m_columns.hasNames())
            paintName(rect, bytes);
    }
    paintCurrent(row, rect);
}

/// Where a row's bytes come from, where a region begins, what was asked for, and what is selected.
void MemoryPainter::paintGround(const MemoryRows::Row &row, const QRectF &rect) const
{
    const MemoryRegion *region = m_rows.regionAt(row.first);
    if (region && region->bytes == MemoryRegion::Bytes::FromFile)
        m_painter->fillRect(rect, m_theme.tint(Theme::Tint::InformationBar));
    if (const MemoryRegion *last = m_rows.regionAt(row.last); last && row.contains(last->range.begin))
        m_painter->fillRect(QRectF(rect.left(), rect.top(), rect.width(), 1), m_theme.tint(Theme::Tint::Hairline));
    paintRange(row, rect, m_marks.object, m_theme.tint(Theme::Tint::CallLine));
    paintRange(row, rect, m_marks.selection, m_theme.tint(Theme::Tint::Selection));
}

void MemoryPainter::paintRange(const MemoryRows::Row &row, const QRectF &rect, const Marks::Range &range,
                               const QColor &color) const
{
    if (!range || range->second < row.first || row.last < range->first)
        return;
    const Address begin = lineBegin(row);
    const uint64_t first = std::max(range->first, row.first) - begin;
    const uint64_t last = std::min(range->second, row.last) - begin;
    const double left = m_columns.cell(first).first;
    m_painter->fillRect(QRectF(left, rect.top(), m_columns.cell(last).second - left, rect.height()), color);
    m_painter->fillRect(QRectF(m_columns.textX() + double(first) * m_columns.character(), rect.top(),
                               double(last - first + 1) * m_columns.character(), rect.height()),
                        color);
}

void MemoryPainter::paintHole(const MemoryRows::Row &row, const QRectF &rect) const
{
    const MemoryRegion *region = m_rows.regionAt(row.first);
    const MemoryLook look = missingLook(region);
    const bool isCurrent = m_marks.current && row.contains(*m_marks.current);
    if (isCurrent)
        m_painter->fillRect(rect, m_theme.tint(Theme::Tint::Selection));
    QString what = region && region->bytes == MemoryRegion::Bytes::CutOff ? bytesText(*region) : memoryLookText(look);
    if (row.size() != 0)
        what += QStringLiteral(", ") + sizeText(row.size());
    if (region && !region->what.empty())
        what += QStringLiteral(": ") + shown(region->what);
    m_painter->setFont(italic(m_font));
    const QString text = QStringLiteral("%1 – %2   %3").arg(fullAddress(row.first), fullAddress(row.last), what);
    draw(m_columns.addressX(), rect, text, m_theme.color(memoryLookRole(look)));
    m_painter->setFont(m_font);
    m_painter->fillRect(QRectF(rect.left(), rect.top(), rect.width(), 1), m_theme.tint(Theme::Tint::Hairline));
}

QColor MemoryPainter::wordColor(MemoryFormat::Bytes word) const
{
    const auto number = m_format.number(word);
    MemoryLook look = MemoryLook::InCore;
    if (!number)
        look = MemoryLook::NotInCore;
    else if (*number == 0)
        look = MemoryLook::Zero;
    else if (m_format.kind() == MemoryFormat::Kind::Pointers
             || (m_format.kind() == MemoryFormat::Kind::Hexadecimal && word.size() == 8 && !m_format.isBigEndian()))
        look = m_rows.regionAt(Address{*number}) ? MemoryLook::Pointer : MemoryLook::InCore;
    return m_theme.color(memoryLookRole(look));
}

void MemoryPainter::paintWords(const MemoryRows::Row &row, const QRectF &rect, MemoryFormat::Bytes bytes) const
{
    const Address begin = lineBegin(row);
    const uint64_t size = m_format.wordSize();
    const bool isRight = m_format.kind() != MemoryFormat::Kind::Hexadecimal && !m_columns.hasNames();
    for (int word = 0; word < m_columns.wordsPerRow(); ++word) {
        // The first and the last row of a stretch may have parts of words.
        const Address first = std::max(begin + uint64_t(word) * size, row.first);
        const Address last = std::min(begin + (uint64_t(word) * size + size - 1), row.last);
        if (last < first)
            continue;
        const auto part = bytes.subspan(first - row.first, last - first + 1);
        const QString text = m_format.text(part);
        const double x = m_columns.wordX(word)
            + (isRight ? m_columns.wordWidth() - double(text.size()) * m_columns.character() : 0);
        draw(x, rect, text, wordColor(part));
    }
}

/// Runs of what can be shown and of what can't, each in one piece.
void MemoryPainter::paintText(const MemoryRows::Row &row, const QRectF &rect, MemoryFormat::Bytes bytes) const
{
    const auto isShown = [](const std::optional<uint8_t> &byte) { return byte && *byte >= 0x20 && *byte < 0x7f; };
    const uint64_t indent = row.first - lineBegin(row);
    for (size_t first = 0; first < bytes.size();) {
        size_t end = first + 1;
        while (end < bytes.size() && isShown(bytes[end]) == isShown(bytes[first]))
            ++end;
        draw(m_columns.textX() + double(indent + first) * m_columns.character(), rect,
             memoryText(bytes.subspan(first, end - first)),
             m_theme.color(isShown(bytes[first]) ? Theme::Role::Text : Theme::Role::Muted));
        first = end;
    }
}

void MemoryPainter::paintName(const QRectF &rect, MemoryFormat::Bytes bytes) const
{
    const auto target = m_format.number(bytes);
    const QString name = target && m_names ? m_names(Address{*target}) : QString();
    if (name.isEmpty())
        return;
    const QRectF place(m_columns.nameX(), rect.top(), rect.right() - m_columns.nameX(), rect.height());
    const QString fitting = QFontMetricsF(m_font).elidedText(name, Qt::ElideMiddle, place.width());
    draw(place.left(), rect, fitting, m_theme.color(Theme::Role::Text));
}

void MemoryPainter::paintCurrent(const MemoryRows::Row &row, const QRectF &rect) const
{
    if (!m_marks.current || !row.contains(*m_marks.current))
        return;
    const uint64_t offset = *m_marks.current - lineBegin(row);
    const auto [left, right] = m_columns.cell(offset);
    m_painter->setPen(m_theme.color(m_marks.hasFocus ? Theme::Role::Accent : Theme::Role::Muted));
    m_painter->setBrush(Qt::NoBrush);
    m_painter->drawRect(QRectF(left - 1.5, rect.top() + 0.5, right - left + 2, rect.height() - 1));
    m_painter->drawRect(QRectF(m_columns.textX() + double(offset) * m_columns.character() - 0.5, rect.top() + 0.5,
                               m_columns.character(), rect.height() - 1));
}

}
