// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/columnwidths.h"

#include "gui/listview.h"

#include <QEvent>
#include <QHeaderView>
#include <QSettings>

#include <algorithm>
#include <numeric>

namespace Freezeframe
{
namespace
{

constexpr int widest = 10'000; ///< in pixels: more than that is a damaged setting
const QLatin1String descending("descending");

}

ColumnWidths::ColumnWidths(ListView *view)
    : QObject(view)
    , m_view(view)
{
    QHeaderView *header = view->header();
    header->viewport()->installEventFilter(this);
    connect(header, &QHeaderView::sectionResized, this, [this](int column) {
        if (!m_isHeaderPressed)
            return;
        m_isChosen = true;
        m_restored.insert(column);
        m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded); // wider than the list, if a person wants it so
    });
}

void ColumnWidths::setShares(const QList<int> &percent)
{
    m_shares = percent;
}

void ColumnWidths::setCharacters(const QList<int> &characters)
{
    m_characters = characters;
    fit();
}

void ColumnWidths::fit()
{
    if (m_isChosen)
        return;
    QHeaderView *header = m_view->header();
    const int room = m_view->viewport()->width();
    for (int column = 0; column < m_shares.size(); ++column)
        header->resizeSection(column, room * m_shares.at(column) / 100);
    const int character = m_view->fontMetrics().averageCharWidth();
    const int wanted = std::accumulate(m_characters.begin(), m_characters.end(), 0) * character;
    for (int column = 0; column < m_characters.size(); ++column) {
        const int width = m_characters.at(column) * character;
        header->resizeSection(column, wanted > room ? width * room / wanted : width);
    }
}

QString ColumnWidths::key(const char *what) const
{
    return QStringLiteral("Columns/%1/%2").arg(m_name, QLatin1String(what));
}

void ColumnWidths::setKeptAs(const QString &name)
{
    m_name = name;
    m_isChosen = false;
    m_restored.clear();
    m_usualSection = m_view->header()->sortIndicatorSection();
    m_usualOrder = m_view->header()->sortIndicatorOrder();
    fit();
    restore();
}

/// Columns that are hidden now are as wide as they were.
void ColumnWidths::restore()
{
    const QSettings settings;
    const QHeaderView *header = m_view->header();
    const QStringList widths = settings.value(key("Widths")).toStringList();
    if (widths.size() == header->count()) {
        for (int column = 0; column < widths.size(); ++column) {
            bool isNumber = false;
            const int width = widths.at(column).toInt(&isNumber);
            if (!isNumber || width < header->minimumSectionSize() || width > widest)
                continue;
            m_view->header()->resizeSection(column, width);
            m_restored.insert(column);
        }
        m_isChosen = !m_restored.isEmpty();
        if (m_isChosen)
            m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    }
    restoreOrder(settings.value(key("Order")).toString());
}

void ColumnWidths::restoreOrder(const QString &order)
{
    bool isNumber = false;
    const int section = order.section(QLatin1Char(' '), 0, 0).toInt(&isNumber);
    if (!m_view->isSortingEnabled() || !isNumber || section < 0 || section >= m_view->header()->count())
        return;
    m_view->header()->setSortIndicator(section, order.endsWith(descending) ? Qt::DescendingOrder : Qt::AscendingOrder);
}

void ColumnWidths::save() const
{
    if (m_name.isEmpty())
        return;
    QSettings settings;
    const QHeaderView *header = m_view->header();
    if (m_isChosen) {
        QStringList widths;
        for (int column = 0; column < header->count(); ++column)
            widths.append(m_restored.contains(column) && !header->isSectionHidden(column)
                              ? QString::number(header->sectionSize(column))
                              : QString());
        const QStringList before = settings.value(key("Widths")).toStringList();
        for (int column = 0; column < widths.size() && before.size() == widths.size(); ++column) {
            if (header->isSectionHidden(column))
                widths[column] = before.at(column);
        }
        settings.setValue(key("Widths"), widths);
    }
    const int section = header->sortIndicatorSection();
    if (!m_view->isSortingEnabled() || (section == m_usualSection && header->sortIndicatorOrder() == m_usualOrder)
        || section < 0 || section >= header->count())
        settings.remove(key("Order"));
    else
        settings.setValue(key("Order"),
                          header->sortIndicatorOrder() == Qt::DescendingOrder
                              ? QStringLiteral("%1 %2").arg(section).arg(descending)
                              : QString::number(section));
}

void ColumnWidths::forget()
{
    if (m_name.isEmpty())
        return;
    QSettings().remove(QStringLiteral("Columns/%1").arg(m_name));
    m_isChosen = false;
    m_restored.clear();
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    fit();
    if (m_view->isSortingEnabled())
        m_view->header()->setSortIndicator(m_usualSection, m_usualOrder);
    Q_EMIT forgotten();
}

/// Only what is done on the header itself makes the widths a person's: Qt takes it to be under the mouse for long after.
bool ColumnWidths::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::MouseButtonPress || event->type() == QEvent::MouseButtonDblClick) {
        m_isHeaderPressed = true;
    } else if (event->type() == QEvent::MouseButtonRelease) {
        m_isHeaderPressed = false;
        // The header itself has not seen the button go up so far: it sorts then.
        QMetaObject::invokeMethod(this, &ColumnWidths::save, Qt::QueuedConnection);
    }
    return QObject::eventFilter(watched, event);
}

}
