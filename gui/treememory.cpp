// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/treememory.h"

#include <QEvent>
#include <QScrollBar>
#include <QTimer>
#include <QTreeView>

namespace Freezeframe
{
namespace
{

/// The name of a row, with its number among those of the same name: an inner variable may hide an outer one.
QString nameOf(const QModelIndex &index)
{
    const QString name = index.siblingAtColumn(0).data().toString();
    if (index.parent().isValid())
        return name;
    int before = 0;
    for (int row = 0; row < index.row(); ++row)
        before += index.siblingAtRow(row).siblingAtColumn(0).data().toString() == name ? 1 : 0;
    return before == 0 ? name : QStringLiteral("%1\n%2").arg(name).arg(before);
}

}

TreeMemory::TreeMemory(QTreeView *view)
    : QObject(view)
    , m_view(view)
    , m_timer(new QTimer(this))
{
    m_timer->setSingleShot(true);
    m_timer->setInterval(0);
    connect(m_timer, &QTimer::timeout, this, &TreeMemory::restore);
    connect(view->model(), &QAbstractItemModel::rowsInserted, m_timer, qOverload<>(&QTimer::start));
    view->installEventFilter(this);
    view->viewport()->installEventFilter(this);
    view->verticalScrollBar()->installEventFilter(this);
}

void TreeMemory::leave()
{
    if (m_key.isEmpty() || m_view->model()->rowCount() == 0)
        return;
    State now = state();
    // What did not come back so far, or is hidden by a filter, is not forgotten for that.
    for (const Path &path : std::as_const(m_wanted.open)) {
        if (!now.open.contains(path))
            now.open.append(path);
    }
    for (const Path &path : std::as_const(m_states[m_key].open)) {
        if (!isRowThere(path.first()) && !now.open.contains(path))
            now.open.append(path);
    }
    if (!m_wanted.current.isEmpty()) {
        now.current = m_wanted.current;
        now.column = m_wanted.column;
    }
    if (!m_wanted.top.isEmpty()) {
        now.top = m_wanted.top;
        now.topOffset = m_wanted.topOffset;
    }
    m_states[m_key] = now;
    m_recent.removeOne(m_key);
    m_recent.append(m_key);
    while (m_recent.size() > mostKeys)
        m_states.remove(m_recent.takeFirst());
}

void TreeMemory::enter(const QString &key)
{
    m_key = key;
    m_isFamiliar = !key.isEmpty() && m_states.contains(key);
    m_wanted = m_isFamiliar ? m_states.value(key) : State{};
    restore();
}

TreeMemory::State TreeMemory::state() const
{
    State state;
    collect({}, {}, state.open);
    if (const QModelIndex current = m_view->currentIndex(); current.isValid()) {
        state.current = pathOf(current);
        state.column = current.column();
    }
    if (const QModelIndex top = m_view->indexAt(QPoint(0, 0)); top.isValid()) {
        state.top = pathOf(top);
        state.topOffset = m_view->visualRect(top).top();
    }
    return state;
}

void TreeMemory::collect(const QModelIndex &parent, const Path &path, QList<Path> &open) const
{
    const QAbstractItemModel *model = m_view->model();
    for (int row = 0; row < model->rowCount(parent); ++row) {
        const QModelIndex index = model->index(row, 0, parent);
        if (!m_view->isExpanded(index))
            continue;
        const Path inside = path + Path{nameOf(index)};
        open.append(inside);
        collect(index, inside, open);
    }
}

TreeMemory::Path TreeMemory::pathOf(const QModelIndex &index) const
{
    Path path;
    for (QModelIndex at = index; at.isValid(); at = at.parent())
        path.prepend(nameOf(at));
    return path;
}

bool TreeMemory::isRowThere(const QString &name) const
{
    return find({name}).isValid();
}

QModelIndex TreeMemory::find(const Path &path) const
{
    QAbstractItemModel *model = m_view->model();
    QModelIndex index;
    for (const QString &part : path) {
        const QString name = part.section(QLatin1Char('\n'), 0, 0);
        int before = part.section(QLatin1Char('\n'), 1).toInt();
        QModelIndex found;
        for (int row = 0; row < model->rowCount(index) && !found.isValid(); ++row) {
            const QModelIndex candidate = model->index(row, 0, index);
            if (candidate.data().toString() == name && before-- == 0)
                found = candidate;
        }
        if (!found.isValid()) {
            // A long list comes page by page.
            if (index.isValid() && m_view->isExpanded(index) && model->canFetchMore(index))
                model->fetchMore(index);
            return {};
        }
        index = found;
    }
    return index;
}

void TreeMemory::restore()
{
    if (m_wanted.open.isEmpty() && m_wanted.current.isEmpty() && m_wanted.top.isEmpty())
        return;
    if (m_view->model()->rowCount() == 0)
        return;
    restoreOpen();
    restorePlace();
}

void TreeMemory::restoreOpen()
{
    // Opening a row may bring its children at once, and with them this function again, by the timer.
    const QList<Path> wanted = m_wanted.open;
    for (const Path &path : wanted) {
        const QModelIndex index = find(path);
        if (!index.isValid())
            continue;
        m_wanted.open.removeOne(path);
        m_view->expand(index);
    }
}

void TreeMemory::restorePlace()
{
    if (!m_wanted.current.isEmpty()) {
        if (const QModelIndex current = find(m_wanted.current); current.isValid()) {
            m_wanted.current.clear();
            m_view->setCurrentIndex(current.siblingAtColumn(m_wanted.column));
        }
    }
    if (m_wanted.top.isEmpty())
        return;
    if (const QModelIndex top = find(m_wanted.top); top.isValid()) {
        QScrollBar *bar = m_view->verticalScrollBar();
        const int wanted = bar->value() + m_view->visualRect(top).top() - m_wanted.topOffset;
        bar->setValue(wanted);
        // While rows are missing below, there may be nothing to scroll to yet.
        if (m_wanted.open.isEmpty() && m_wanted.current.isEmpty() && bar->value() == wanted)
            m_wanted.top.clear();
    }
}

void TreeMemory::stop()
{
    m_wanted.current.clear();
    m_wanted.top.clear();
}

/// Whoever scrolls or chooses is not led back.
bool TreeMemory::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::Wheel:
    case QEvent::MouseButtonPress:
    case QEvent::KeyPress: stop(); break;
    default: break;
    }
    return QObject::eventFilter(watched, event);
}

}
