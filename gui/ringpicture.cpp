// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/ringpicture.h"

#include "gui/fonts.h"

#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include <cmath>
#include <numbers>

namespace Freezeframe
{

namespace
{

constexpr int most = 12; ///< boxes of a ring; of a larger one the last stands for the rest

}

RingPicture::RingPicture(QWidget *parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
    setAccessibleName(tr("Ring of Goroutines"));
}

void RingPicture::setGoroutines(const std::vector<uint64_t> &ids)
{
    m_ids = ids;
    m_current = 0;
    QStringList names;
    for (int i = 0; i < shownCount(); ++i)
        names << textOf(i);
    setAccessibleDescription(
        tr("Each waits for the next, the last for the first: %1").arg(names.join(QLatin1String(", "))));
    setToolTip(accessibleDescription());
    update();
}

QSize RingPicture::sizeHint() const
{
    const int side = rowHeight(fontMetrics()) * 11;
    return {side * 3 / 2, side};
}

int RingPicture::shownCount() const
{
    return std::min(int(m_ids.size()), most);
}

QString RingPicture::textOf(int number) const
{
    const bool isRest = int(m_ids.size()) > most && number == most - 1;
    return isRest ? tr("%1 more").arg(QLocale().toString(qulonglong(m_ids.size() - size_t(most) + 1)))
                  : QString::number(m_ids[size_t(number)]);
}

QRectF RingPicture::boxOf(int number) const
{
    const double unit = gridUnit(fontMetrics());
    const double boxWidth = fontMetrics().horizontalAdvance(textOf(number)) + unit;
    const double boxHeight = fontMetrics().height() + unit / 2;
    const QPointF middle = QRectF(rect()).center();
    const double angle = 2 * std::numbers::pi * number / shownCount() - std::numbers::pi / 2;
    const double x = shownCount() == 1 ? 0 : (width() / 2.0 - boxWidth / 2 - unit) * std::cos(angle);
    const double y = shownCount() == 1 ? 0 : (height() / 2.0 - boxHeight / 2 - unit) * std::sin(angle);
    return {middle.x() + x - boxWidth / 2, middle.y() + y - boxHeight / 2, boxWidth, boxHeight};
}

/// Beside the straight line between the two, so that arrows there and back stay apart.
void RingPicture::paintArrow(QPainter &painter, const QRectF &from, const QRectF &to) const
{
    const double unit = gridUnit(fontMetrics());
    QLineF line(from.center(), to.center());
    QPointF aside;
    if (line.length() < 1) { // to itself
        const QRectF loop(from.right() - unit / 2, from.top() - unit, unit * 2, unit * 2);
        painter.drawArc(loop, -90 * 16, 270 * 16);
        line = QLineF(from.right() + unit, from.bottom() + unit / 2, from.right() + unit / 4, from.bottom());
    } else {
        aside = QPointF(-line.dy(), line.dx()) / line.length() * (shownCount() == 2 ? unit / 2 : 0);
        line.translate(aside);
        const auto edge = [&](const QRectF &box, const QPointF &inside, const QPointF &outside) {
            const QRectF moved = box.adjusted(-2, -2, 2, 2);
            double low = 0;
            double high = 1; // by bisection: where the line leaves the box
            for (int i = 0; i < 20; ++i) {
                const double middle = (low + high) / 2;
                (moved.contains(inside + (outside - inside) * middle) ? low : high) = middle;
            }
            return inside + (outside - inside) * high;
        };
        const QPointF start = edge(from, line.p1(), line.p2());
        const QPointF end = edge(to, line.p2(), line.p1());
        line = QLineF(start, end);
        painter.drawLine(line);
    }
    const double angle = std::atan2(-line.dy(), -line.dx());
    QPainterPath head(line.p2());
    for (const double turn : {0.45, -0.45})
        head.lineTo(line.p2() + QPointF(std::cos(angle + turn), std::sin(angle + turn)) * unit / 2);
    head.closeSubpath();
    painter.fillPath(head, painter.pen().color());
}

void RingPicture::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme &theme = m_theme.current();
    painter.fillRect(rect(), palette().color(QPalette::Base));
    painter.fillRect(0, 0, 1, height(), theme.tint(Theme::Tint::Hairline));
    painter.setPen(QPen(theme.color(Theme::Role::Warning), 1.5));
    for (int i = 0; i < shownCount(); ++i)
        paintArrow(painter, boxOf(i), boxOf((i + 1) % shownCount()));
    for (int i = 0; i < shownCount(); ++i) {
        const bool isCurrent = hasFocus() && i == m_current;
        painter.setPen(QPen(theme.color(isCurrent ? Theme::Role::Accent : Theme::Role::Muted), isCurrent ? 2 : 1));
        painter.setBrush(palette().color(QPalette::Base));
        painter.drawRoundedRect(boxOf(i), 4, 4);
        painter.setPen(theme.color(Theme::Role::Link));
        painter.drawText(boxOf(i), Qt::AlignCenter, textOf(i));
    }
}

void RingPicture::mousePressEvent(QMouseEvent *event)
{
    for (int i = 0; i < shownCount() && event->button() == Qt::LeftButton; ++i) {
        if (!boxOf(i).contains(event->position()))
            continue;
        m_current = i;
        update();
        Q_EMIT goroutineWanted(m_ids[size_t(i)]);
    }
}

void RingPicture::keyPressEvent(QKeyEvent *event)
{
    const bool isForward = event->key() == Qt::Key_Right || event->key() == Qt::Key_Down;
    const bool isBack = event->key() == Qt::Key_Left || event->key() == Qt::Key_Up;
    if (shownCount() == 0 || !(isForward || isBack || event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter))
        return QWidget::keyPressEvent(event);
    if (isForward || isBack)
        m_current = (m_current + (isForward ? 1 : shownCount() - 1)) % shownCount();
    else
        Q_EMIT goroutineWanted(m_ids[size_t(m_current)]);
    update();
}

void RingPicture::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    update();
}

void RingPicture::focusOutEvent(QFocusEvent *event)
{
    QWidget::focusOutEvent(event);
    update();
}

}
