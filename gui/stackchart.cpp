// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/stackchart.h"

#include "gui/fonts.h"
#include "model/stacktreemodel.h"

#include <QHelpEvent>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace Freezeframe
{

namespace
{

constexpr double mostZoom = 100'000;

}

StackChart::StackChart(QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_picture(*this)
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setMouseTracking(true);
    setAccessibleName(tr("Graph of All Stacks"));
}

void StackChart::setTree(std::shared_ptr<const StackTree> tree)
{
    m_picture.setTree(std::move(tree));
    m_current = 0;
    fit();
}

void StackChart::setSearch(const QString &text)
{
    m_picture.setSearch(text);
    viewport()->update();
}

double StackChart::contentWidth() const
{
    return viewport()->width() * m_zoom;
}

StackPicture::Sheet StackChart::sheet() const
{
    return {.width = contentWidth(), .origin = {-horizontalScrollBar()->value(), -verticalScrollBar()->value()}};
}

QRect StackChart::rectOf(uint32_t node) const
{
    if (node >= m_picture.tree().nodes().size())
        return {};
    const QRectF box = m_picture.box(node, sheet());
    return box.width() < StackPicture::leastWidth ? QRect() : box.toAlignedRect();
}

uint32_t StackChart::nodeAt(const QPoint &position) const
{
    return m_picture.nodeAt(position, sheet());
}

void StackChart::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), palette().color(QPalette::Base));
    m_picture.paint({.painter = &painter,
                     .sight = viewport()->rect(),
                     .sheet = sheet(),
                     .current = m_current,
                     .hasFocus = hasFocus()});
}

bool StackChart::save(const QString &path) const
{
    constexpr int leastPicture = 200;
    return m_picture.save(path, std::max(viewport()->width(), leastPicture));
}

void StackChart::fitBars()
{
    horizontalScrollBar()->setRange(0, int(std::max(0.0, contentWidth() - viewport()->width())));
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setSingleStep(fontMetrics().averageCharWidth() * 4);
    verticalScrollBar()->setRange(0, std::max(0, m_picture.height() - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(m_picture.boxHeight());
    viewport()->update();
}

void StackChart::setZoom(double zoom)
{
    // A scroll bar's positions are whole numbers.
    m_zoom = std::clamp(zoom, 1.0, std::min(mostZoom, 1e9 / std::max(viewport()->width(), 1)));
    fitBars();
}

void StackChart::zoomBy(double factor, int around)
{
    const double at = (horizontalScrollBar()->value() + around) / std::max(contentWidth(), 1.0);
    setZoom(m_zoom * factor);
    horizontalScrollBar()->setValue(int(std::lround(at * contentWidth() - around)));
}

void StackChart::zoomTo(uint32_t node)
{
    if (node >= m_picture.tree().nodes().size() || m_picture.tree().nodes()[node].count == 0)
        return;
    setZoom(double(m_picture.tree().rows().size()) / m_picture.tree().nodes()[node].count);
    horizontalScrollBar()->setValue(
        int(std::lround(m_picture.box(node, {.width = contentWidth(), .origin = {}}).left())));
    bringIntoSight(node);
}

void StackChart::fit()
{
    setZoom(1);
    horizontalScrollBar()->setValue(0);
}

void StackChart::bringIntoSight(uint32_t node)
{
    const QRectF box = m_picture.box(node, sheet());
    QScrollBar *across = horizontalScrollBar();
    if (box.right() < 1 || box.left() > viewport()->width() - 1)
        across->setValue(across->value() + int(box.left()) - viewport()->width() / 4);
    QScrollBar *down = verticalScrollBar();
    if (box.top() < 0)
        down->setValue(down->value() + int(box.top()));
    else if (box.bottom() > viewport()->height())
        down->setValue(down->value() + int(box.bottom()) - viewport()->height());
}

void StackChart::setCurrent(uint32_t node)
{
    if (node >= m_picture.tree().nodes().size())
        return;
    m_current = node;
    setAccessibleDescription(StackTreeModel::description(m_picture.tree(), node));
    bringIntoSight(node);
    viewport()->update();
}

void StackChart::choose(uint32_t node)
{
    setCurrent(node);
    Q_EMIT chosen(node);
}

uint32_t StackChart::neighbour(int key) const
{
    const StackTree::Node &node = m_picture.tree().nodes()[m_current];
    if (key == Qt::Key_Up)
        return node.parent == StackTree::none ? m_current : node.parent;
    if (key == Qt::Key_Down)
        return node.childCount == 0 ? m_current : m_picture.tree().children()[node.firstChild];
    if (node.parent == StackTree::none)
        return m_current;
    const StackTree::Node &parent = m_picture.tree().nodes()[node.parent];
    const int64_t place = int64_t(node.place) + (key == Qt::Key_Left ? -1 : 1);
    return place < 0 || place >= parent.childCount ? m_current
                                                   : m_picture.tree().children()[parent.firstChild + size_t(place)];
}

void StackChart::keyPressEvent(QKeyEvent *event)
{
    if (m_picture.tree().isEmpty() || (event->modifiers() & ~(Qt::KeypadModifier | Qt::ShiftModifier)) != 0) {
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    switch (event->key()) {
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_Left:
    case Qt::Key_Right:
        if (const uint32_t next = neighbour(event->key()); next != m_current)
            choose(next);
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_current != 0)
            Q_EMIT frameWanted(m_current);
        return;
    case Qt::Key_Plus:
    case Qt::Key_Equal: zoomBy(1.5, rectOf(m_current).center().x()); return;
    case Qt::Key_Minus: zoomBy(1 / 1.5, rectOf(m_current).center().x()); return;
    case Qt::Key_Space: zoomTo(m_current); return;
    case Qt::Key_0: fit(); return;
    default: QAbstractScrollArea::keyPressEvent(event);
    }
}

void StackChart::wheelEvent(QWheelEvent *event)
{
    constexpr double notch = 120;
    if (!event->modifiers().testFlag(Qt::ControlModifier)) {
        QAbstractScrollArea::wheelEvent(event);
        return;
    }
    zoomBy(std::pow(1.25, event->angleDelta().y() / notch), int(event->position().x()));
    event->accept();
}

void StackChart::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton && event->button() != Qt::MiddleButton)
        return;
    const uint32_t node = nodeAt(event->position().toPoint());
    if (event->button() == Qt::MiddleButton)
        zoomTo(node);
    else if (!m_picture.tree().isEmpty())
        choose(node);
}

void StackChart::mouseDoubleClickEvent(QMouseEvent *event)
{
    const uint32_t node = nodeAt(event->position().toPoint());
    if (event->button() == Qt::LeftButton && node != 0)
        Q_EMIT frameWanted(node);
}

void StackChart::contextMenuEvent(QContextMenuEvent *event)
{
    const bool isKey = event->reason() == QContextMenuEvent::Keyboard;
    const uint32_t node = isKey ? m_current : nodeAt(event->pos());
    if (m_picture.tree().isEmpty())
        return;
    setCurrent(node);
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    Q_EMIT menuWanted(menu, node);
    const QRect place = rectOf(node) & viewport()->rect();
    menu->popup(isKey ? viewport()->mapToGlobal(place.isEmpty() ? viewport()->rect().center() : place.center())
                      : event->globalPos());
}

bool StackChart::viewportEvent(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QAbstractScrollArea::viewportEvent(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    if (m_picture.tree().isEmpty())
        return true;
    QToolTip::showText(help->globalPos(),
                       StackTreeModel::description(m_picture.tree(), nodeAt(help->pos()))
                           .toHtmlEscaped()
                           .replace(QLatin1Char('\n'), QLatin1String("<br>")),
                       viewport());
    return true;
}

void StackChart::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    fitBars();
}

void StackChart::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

}
