// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "gui/memorycolumns.h"
#include "gui/theme.h"
#include "model/memoryrows.h"

#include <QFont>

#include <functional>

class QPainter;

namespace Freezeframe
{

/// What a byte of memory is to a reader: each has a colour and a word. The order is that of the legend.
enum class MemoryLook { InCore, FromFile, Zero, Pointer, NotInCore, Reserved, Unmapped };
[[nodiscard]] QString memoryLookText(MemoryLook look);
[[nodiscard]] Theme::Role memoryLookRole(MemoryLook look);
/// Of a place where a byte can't be read. @p region null: nothing was mapped there.
[[nodiscard]] MemoryLook missingLook(const MemoryRegion *region);

/// Paints rows of memory. Made for one pass over the rows in sight.
class MemoryPainter
{
public:
    struct Marks {
        using Range = std::optional<std::pair<Address, Address>>; ///< both inclusive
        Range selection;
        Range object; ///< what was asked for
        std::optional<Address> current;
        bool hasFocus = false;
    };
    MemoryPainter(QPainter *painter, const Theme &theme, const QFont &font, const MemoryColumns &columns,
                  const MemoryFormat &format, const MemoryRows &rows);

    void setMarks(const Marks &marks) { m_marks = marks; }
    void setNames(std::function<QString(Address)> names) { m_names = std::move(names); }
    /// @p bytes empty: not read yet.
    void paintRow(const MemoryRows::Row &row, const QRectF &rect, MemoryFormat::Bytes bytes) const;

private:
    void paintHole(const MemoryRows::Row &row, const QRectF &rect) const;
    void paintGround(const MemoryRows::Row &row, const QRectF &rect) const;
    void paintRange(const MemoryRows::Row &row, const QRectF &rect, const Marks::Range &range,
                    const QColor &color) const;
    void paintWords(const MemoryRows::Row &row, const QRectF &rect, MemoryFormat::Bytes bytes) const;
    void paintText(const MemoryRows::Row &row, const QRectF &rect, MemoryFormat::Bytes bytes) const;
    void paintName(const QRectF &rect, MemoryFormat::Bytes bytes) const;
    void paintCurrent(const MemoryRows::Row &row, const QRectF &rect) const;
    void draw(double x, const QRectF &rect, const QString &text, const QColor &color) const;
    [[nodiscard]] Address lineBegin(const MemoryRows::Row &row) const;
    [[nodiscard]] QColor wordColor(MemoryFormat::Bytes word) const;

    QPainter *m_painter;
    const Theme &m_theme;
    QFont m_font;
    const MemoryColumns &m_columns;
    const MemoryFormat &m_format;
    const MemoryRows &m_rows;
    Marks m_marks;
    std::function<QString(Address)> m_names;
};

}
