// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT

// What keys and mouse do in a MemoryView.
#include "gui/memoryview.h"

#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>
#include <QTimer>

#include <algorithm>

namespace Freezeframe
{

namespace
{

constexpr int wheelStep = 120; ///< eighths of a degree
constexpr int wheelRows = 3;

/// The window has this key, too: here it is about memory.
bool isOwnKey(const QKeyEvent *event)
{
    return event->matches(QKeySequence::Copy) || event->matches(QKeySequence::SelectAll)
        || event->key() == Qt::Key_Home;
}

}

bool MemoryView::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride && isOwnKey(static_cast<QKeyEvent *>(event))) {
        event->accept();
        return true;
    }
    return QAbstractScrollArea::event(event);
}

void MemoryView::moveRows(qint64 rows, bool extends)
{
    const qint64 row = m_rows.rowOf(*m_current);
    const qint64 wanted = std::clamp<qint64>(row + rows, 0, m_rows.count() - 1);
    if (wanted == row)
        return;
    const MemoryRows::Row to = m_rows.row(wanted);
    const uint64_t offset = m_current->value % m_rows.bytesPerRow();
    const Address address = to.isHole
        ? to.first
        : std::clamp(to.first - to.first.value % m_rows.bytesPerRow() + offset, to.first, to.last);
    bringIntoSight(address);
    setCurrent(address, extends);
}

void MemoryView::moveWords(bool forward, bool extends)
{
    const MemoryRows::Row row = m_rows.row(m_rows.rowOf(*m_current));
    const uint64_t size = m_format.wordSize();
    Address address = *m_current - m_current->value % size;
    if (row.isHole)
        address = forward ? row.last + 1 : row.first - 1;
    else
        address = forward ? address + size : address - 1 - (address.value - 1) % size;
    const bool isWrapped = forward ? address <= *m_current : address >= *m_current;
    if (isWrapped)
        return;
    bringIntoSight(address);
    setCurrent(address, extends);
}

void MemoryView::moveToEnd(bool end, bool isWhole, bool extends)
{
    const MemoryRows::Row row = isWhole ? m_rows.stretchAt(*m_current) : m_rows.row(m_rows.rowOf(*m_current));
    const Address address = end ? row.last : row.first;
    bringIntoSight(address);
    setCurrent(address, extends);
}

bool MemoryView::moveByKey(const QKeyEvent *event)
{
    const bool extends = event->modifiers().testFlag(Qt::ShiftModifier);
    const bool isWhole = event->modifiers().testFlag(Qt::ControlModifier);
    const qint64 page = std::max<qint64>(1, visibleRows() - 1);
    switch (event->key()) {
    case Qt::Key_Up: moveRows(-1, extends); return true;
    case Qt::Key_Down: moveRows(1, extends); return true;
    case Qt::Key_PageUp: moveRows(-page, extends); return true;
    case Qt::Key_PageDown: moveRows(page, extends); return true;
    case Qt::Key_Left: moveWords(false, extends); return true;
    case Qt::Key_Right: moveWords(true, extends); return true;
    case Qt::Key_Home: moveToEnd(false, isWhole, extends); return true;
    case Qt::Key_End: moveToEnd(true, isWhole, extends); return true;
    default: return false;
    }
}

void MemoryView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        Q_EMIT left();
        return;
    }
    if (event->key() == Qt::Key_Backspace)
        Q_EMIT backWanted();
    else if (!m_current || m_rows.count() == 0 || event->modifiers() == Qt::AltModifier)
        event->ignore();
    else if (event->matches(QKeySequence::Copy))
        Q_EMIT copyWanted();
    else if (event->matches(QKeySequence::SelectAll)) {
        const MemoryRows::Row all = m_rows.stretchAt(*m_current);
        m_anchor = all.first;
        setCurrent(all.last, true);
    } else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        follow(*m_current);
    else if (!moveByKey(event))
        event->ignore(); // the window's letters
}

void MemoryView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::BackButton || event->button() == Qt::ForwardButton) {
        if (event->button() == Qt::BackButton)
            Q_EMIT backWanted();
        else
            Q_EMIT forwardWanted();
        return;
    }
    const QPoint position = event->position().toPoint();
    const auto cell = cellAt(position);
    if (!cell || !m_current)
        return;
    // A right click within the selection leaves it: its menu is about it.
    const auto selected = selection();
    if (event->button() == Qt::RightButton && cell->address >= selected->first && cell->address <= selected->second)
        return;
    m_pressed = position;
    m_isDragging = event->button() == Qt::LeftButton;
    m_pressedLink = m_isDragging && event->modifiers() == Qt::NoModifier && isLink(position);
    setCurrent(cell->address, event->modifiers().testFlag(Qt::ShiftModifier));
}

void MemoryView::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint position = event->position().toPoint();
    if (!m_isDragging) {
        viewport()->setCursor(m_current && isLink(position) ? Qt::PointingHandCursor : Qt::ArrowCursor);
        return;
    }
    if (cellAt(position)->address != cellAt(m_pressed)->address)
        m_pressedLink = false;
    dragTo(position);
    if (viewport()->rect().contains(position))
        m_dragTimer->stop();
    else if (!m_dragTimer->isActive())
        m_dragTimer->start();
}

void MemoryView::dragTo(const QPoint &position)
{
    if (!m_isDragging || m_rows.count() == 0)
        return;
    if (position.y() < 0)
        scrollTo(m_top - 1);
    else if (position.y() >= viewport()->height())
        scrollTo(m_top + 1);
    const auto cell = cellAt(position);
    if (cell->address != *m_current)
        setCurrent(cell->address, true);
}

void MemoryView::mouseReleaseEvent(QMouseEvent *event)
{
    m_isDragging = false;
    m_dragTimer->stop();
    if (m_pressedLink && event->button() == Qt::LeftButton && isLink(event->position().toPoint()))
        follow(*m_current);
    m_pressedLink = false;
}

void MemoryView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const auto cell = cellAt(event->position().toPoint());
    if (event->button() != Qt::LeftButton) {
        mousePressEvent(event);
        return;
    }
    if (!cell || !m_current || !cell->isInside)
        return;
    setCurrent(cell->address, false);
    follow(cell->address);
}

void MemoryView::wheelEvent(QWheelEvent *event)
{
    m_wheel -= event->angleDelta().y() * wheelRows;
    const int rows = m_wheel / wheelStep;
    m_wheel -= rows * wheelStep;
    if (rows != 0)
        scrollTo(m_top + rows);
    event->accept();
}

void MemoryView::contextMenuEvent(QContextMenuEvent *event)
{
    if (!m_current)
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    Q_EMIT menuWanted(menu);
    const QRect cell = cellRect(*m_current);
    const QPoint place = event->reason() == QContextMenuEvent::Keyboard && !cell.isNull()
        ? viewport()->mapToGlobal(cell.bottomLeft())
        : event->globalPos();
    menu->popup(place);
}

void MemoryView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void MemoryView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

}
