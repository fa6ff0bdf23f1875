// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/runlabel.h"

#include "gui/fonts.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QStyleOptionFocusRect>
#include <QToolTip>

namespace Freezeframe
{

RunLabel::RunLabel(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    setMouseTracking(true);
}

void RunLabel::setRuns(const Runs &runs)
{
    m_runs = runs;
    m_focusedLink = 0;
    setFocusPolicy(links().isEmpty() ? Qt::NoFocus : Qt::TabFocus);
    setAccessibleName(plainText(runs));
    updateGeometry();
    update();
}

void RunLabel::setText(const QString &text, Theme::Role role)
{
    setRuns({Run::plain(text, role, Run::ElideMiddle, 1)});
}

void RunLabel::setFitsText(bool fits)
{
    setSizePolicy(fits ? QSizePolicy::Maximum : QSizePolicy::Ignored, QSizePolicy::Fixed);
}

QSize RunLabel::sizeHint() const
{
    return {RunPainter(m_theme.current(), font()).width(m_runs) + 1, QFontMetrics(font()).height() + 2};
}

QSize RunLabel::minimumSizeHint() const
{
    return {0, sizeHint().height()};
}

QList<RunPainter::Placed> RunLabel::placed() const
{
    const RunPainter painter(m_theme.current(), font());
    return m_isRightAligned ? painter.place(rect(), {}, m_runs) : painter.place(rect(), m_runs);
}

QStringList RunLabel::links() const
{
    QStringList links;
    for (const Run &run : m_runs) {
        if (!run.link.isEmpty() && !links.contains(run.link))
            links.append(run.link);
    }
    return links;
}

QString RunLabel::linkAt(const QPoint &position) const
{
    for (const RunPainter::Placed &item : placed()) {
        if (item.rect.contains(position))
            return item.run.link;
    }
    return {};
}

bool RunLabel::isElided() const
{
    qsizetype shown = 0;
    for (const RunPainter::Placed &item : placed()) {
        if (item.shown != item.run.text)
            return true;
        ++shown;
    }
    qsizetype wanted = 0;
    for (const Run &run : m_runs)
        wanted += run.kind != Run::Kind::Text || !run.text.isEmpty() ? 1 : 0;
    return shown < wanted;
}

void RunLabel::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    RunPainter runs(m_theme.current(), font());
    const QList<RunPainter::Placed> items = placed();
    runs.paint(&painter, items);
    const QString focused = hasFocus() ? links().value(m_focusedLink) : QString();
    for (const RunPainter::Placed &item : items) {
        if (item.run.link.isEmpty())
            continue;
        if (item.run.link == m_hovered) {
            const QFontMetrics metrics(runs.fontOf(item.run));
            painter.setPen(m_theme.current().color(item.run.role));
            const int y = item.rect.top() + (item.rect.height() - metrics.height()) / 2 + metrics.ascent() + 2;
            painter.drawLine(item.rect.left(), y, item.rect.right(), y);
        }
        if (item.run.link == focused) {
            QStyleOptionFocusRect option;
            option.initFrom(this);
            option.rect = item.rect;
            style()->drawPrimitive(QStyle::PE_FrameFocusRect, &option, &painter, this);
        }
    }
}

void RunLabel::mouseMoveEvent(QMouseEvent *event)
{
    const QString link = linkAt(event->position().toPoint());
    if (link != m_hovered) {
        m_hovered = link;
        setCursor(link.isEmpty() ? Qt::ArrowCursor : Qt::PointingHandCursor);
        update();
    }
}

void RunLabel::leaveEvent(QEvent *event)
{
    m_hovered.clear();
    update();
    QWidget::leaveEvent(event);
}

void RunLabel::mousePressEvent(QMouseEvent *event)
{
    m_pressed = event->button() == Qt::LeftButton ? linkAt(event->position().toPoint()) : QString();
    // A label without links is part of what it stands on: a header to click, a title to drag.
    if (m_pressed.isEmpty())
        event->ignore();
}

void RunLabel::mouseReleaseEvent(QMouseEvent *event)
{
    const QString pressed = std::exchange(m_pressed, {});
    if (!pressed.isEmpty() && linkAt(event->position().toPoint()) == pressed)
        Q_EMIT linkActivated(pressed);
    else
        event->ignore();
}

void RunLabel::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Copy"), this, [this] { QApplication::clipboard()->setText(plainText(m_runs)); });
    menu->popup(event->globalPos());
}

void RunLabel::keyPressEvent(QKeyEvent *event)
{
    const QStringList targets = links();
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
        m_focusedLink = qBound(0, m_focusedLink + (event->key() == Qt::Key_Right ? 1 : -1), int(targets.size()) - 1);
        update();
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (m_focusedLink < targets.size())
            Q_EMIT linkActivated(targets.at(m_focusedLink));
        break;
    default: QWidget::keyPressEvent(event);
    }
}

bool RunLabel::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip && toolTip().isEmpty() && isElided()) {
        QToolTip::showText(static_cast<QHelpEvent *>(event)->globalPos(), plainText(m_runs), this);
        return true;
    }
    return QWidget::event(event);
}

}
