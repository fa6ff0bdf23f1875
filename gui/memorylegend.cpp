// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/memorylegend.h"

#include "gui/fonts.h"
#include "gui/memorypainter.h"

#include <QPainter>

namespace Freezeframe
{

namespace
{

constexpr MemoryLook looks[] = {MemoryLook::InCore,    MemoryLook::FromFile, MemoryLook::Zero,    MemoryLook::Pointer,
                                MemoryLook::NotInCore, MemoryLook::Reserved, MemoryLook::Unmapped};

}

MemoryLegend::MemoryLegend(QWidget *parent)
    : QWidget(parent)
{
    setFont(factFont(font()));
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    setAccessibleName(tr("Legend"));
    setToolTip(tr(
        "in the core: the core has these bytes\n" "from its file: the core leaves them out, and they are read from the mapped file\n" "zero: they are there, and all 0\n" "pointer: leads to memory of this process\n" "not in the core: the process had them; neither the core nor a file has\n" "reserved: addresses that the process kept without memory behind them\n" "unmapped: the process had nothing there"));
    setAccessibleDescription(toolTip());
}

int MemoryLegend::inset() const
{
    return gridUnit(fontMetrics()) / 4;
}

QSize MemoryLegend::sizeHint() const
{
    int width = 0;
    for (const MemoryLook look : looks)
        width += fontMetrics().horizontalAdvance(memoryLookText(look)) + 4 * inset();
    return {width, fontMetrics().height() + inset()};
}

QSize MemoryLegend::minimumSizeHint() const
{
    return {0, sizeHint().height()};
}

void MemoryLegend::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const Theme &theme = m_theme.current();
    int x = 0;
    for (const MemoryLook look : looks) {
        QFont face = font();
        face.setItalic(look >= MemoryLook::NotInCore);
        const QString text = memoryLookText(look);
        const QRect place(x, 0, QFontMetrics(face).horizontalAdvance(text) + 2 * inset(), height());
        if (place.right() > width())
            break; // no half words
        painter.fillRect(place, theme.palette().color(QPalette::Base));
        if (look == MemoryLook::FromFile)
            painter.fillRect(place, theme.tint(Theme::Tint::InformationBar));
        painter.setFont(face);
        painter.setPen(theme.color(memoryLookRole(look)));
        painter.drawText(place, Qt::AlignCenter | Qt::TextSingleLine, text);
        x = place.right() + 2 * inset();
    }
}

}
