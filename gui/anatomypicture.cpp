// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/anatomypicture.h"

#include "gui/fonts.h"
#include "model/format.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace Freezeframe
{

namespace
{

using Kind = CoreAnatomy::Part::Kind;

QString titleOf(Kind kind)
{
    switch (kind) {
    case Kind::Status: return AnatomyPicture::tr("Status: how the process stood");
    case Kind::Memory: return AnatomyPicture::tr("Memory: what only the core has");
    default: return AnatomyPicture::tr("Memory that is read from files");
    }
}

constexpr Kind kinds[] = {Kind::Status, Kind::Memory, Kind::Elsewhere};

}

AnatomyPicture::AnatomyPicture(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void AnatomyPicture::setAnatomy(const CoreAnatomy &anatomy)
{
    m_anatomy = anatomy;
    QStringList words;
    for (const CoreAnatomy::Part &part : anatomy.parts)
        words.append(QStringLiteral("%1: %2").arg(shown(part.name), shown(part.value)));
    setAccessibleName(tr("The parts of the core"));
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    updateGeometry();
    update();
}

int AnatomyPicture::boxHeight(Kind kind) const
{
    const auto rows = std::ranges::count(m_anatomy.parts, kind, &CoreAnatomy::Part::kind);
    return rows == 0 ? 0 : int(rows + 1) * rowHeight(fontMetrics()) + gridUnit(fontMetrics()) / 2;
}

QSize AnatomyPicture::sizeHint() const
{
    int height = 0;
    for (const Kind kind : kinds)
        height += boxHeight(kind) + (boxHeight(kind) > 0 ? gridUnit(fontMetrics()) / 2 : 0);
    return {fontMetrics().averageCharWidth() * 56, height};
}

QSize AnatomyPicture::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 30, sizeHint().height()};
}

void AnatomyPicture::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    int top = 0;
    for (const Kind kind : kinds) {
        const int height = boxHeight(kind);
        if (height == 0)
            continue;
        paintBox(painter, QRect(0, top, width(), height), kind, titleOf(kind));
        top += height + gridUnit(fontMetrics()) / 2;
    }
}

void AnatomyPicture::paintBox(QPainter &painter, const QRect &box, Kind kind, const QString &title)
{
    const Theme &theme = m_theme.current();
    const int unit = gridUnit(fontMetrics());
    painter.setPen(theme.tint(Theme::Tint::Hairline));
    painter.setBrush(theme.tint(kind == Kind::Status ? Theme::Tint::InformationBar : Theme::Tint::Mark));
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), unit / 4.0, unit / 4.0);
    const QRect inner = box.adjusted(unit / 2, unit / 4, -unit / 2, -unit / 4);
    QRect row(inner.left(), inner.top(), inner.width(), rowHeight(fontMetrics()));
    painter.setPen(theme.color(Theme::Role::Text));
    painter.setFont(semiBold(font()));
    painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter, title);
    painter.setFont(font());
    uint64_t most = 1;
    for (const CoreAnatomy::Part &part : m_anatomy.parts)
        most = std::max(most, part.bytes);
    const int nameWidth = std::min(inner.width() / 2, fontMetrics().averageCharWidth() * 28);
    for (const CoreAnatomy::Part &part : m_anatomy.parts) {
        if (part.kind != kind)
            continue;
        row.translate(0, row.height());
        painter.setPen(theme.color(Theme::Role::Muted));
        painter.drawText(QRect(row.left(), row.top(), nameWidth, row.height()), Qt::AlignLeft | Qt::AlignVCenter,
                         fontMetrics().elidedText(shown(part.name), Qt::ElideRight, nameWidth));
        QRect rest(row.left() + nameWidth, row.top(), row.width() - nameWidth, row.height());
        if (part.bytes > 0) {
            const int room = rest.width() - fontMetrics().averageCharWidth() * 11;
            const int length = std::max(2, int(std::lround(double(room) * double(part.bytes) / double(most))));
            const QRect bar(rest.left(), rest.center().y() - unit / 4, std::min(length, std::max(room, 2)), unit / 2);
            painter.fillRect(bar, theme.color(Theme::Role::Accent));
            rest.setLeft(bar.right() + unit / 2);
        }
        painter.setPen(theme.color(Theme::Role::Text));
        painter.drawText(rest, Qt::AlignLeft | Qt::AlignVCenter,
                         fontMetrics().elidedText(shown(part.value), Qt::ElideMiddle, rest.width()));
    }
}

}
