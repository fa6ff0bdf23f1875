// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/goroutinewidths.h"

#include "gui/columnwidths.h"
#include "gui/fonts.h"
#include "gui/listview.h"
#include "model/goroutinemodel.h"

#include <QEvent>
#include <QHeaderView>

#include <algorithm>

namespace Freezeframe
{

GoroutineWidths::GoroutineWidths(ListView *view)
    : QObject(view)
    , m_view(view)
{
    view->viewport()->installEventFilter(this);
    connect(&view->columns(), &ColumnWidths::forgotten, this, [this] {
        m_fitted.clear();
        fit();
    });
}

void GoroutineWidths::fit()
{
    const QFontMetrics metrics(m_view->font());
    const int unit = gridUnit(metrics);
    const auto widthOf = [&](const QString &text) { return metrics.horizontalAdvance(text) + unit; };
    const int room = m_view->viewport()->width();
    const int state = widthOf(QStringLiteral("sync.Mutex.Lock"));
    const bool isNarrow = !m_view->isColumnHidden(GoroutineModel::Value) && room < state * 4;
    fitColumn(GoroutineModel::Count, widthOf(QStringLiteral("0,000,000")) + unit);
    fitColumn(GoroutineModel::State, isNarrow ? state / 2 : state);
    fitColumn(GoroutineModel::Time, widthOf(QStringLiteral("000 min")));
    fitColumn(GoroutineModel::Value, std::min(room / 5, widthOf(QStringLiteral("\"ord-000224/GBP\""))));
}

void GoroutineWidths::fitColumn(int column, int width)
{
    QHeaderView *header = m_view->header();
    if (column >= header->count() || header->isSectionHidden(column) || m_view->columns().isKept(column))
        return;
    const auto fitted = m_fitted.constFind(column);
    if (fitted != m_fitted.cend() && header->sectionSize(column) != *fitted)
        return;
    header->resizeSection(column, width);
    m_fitted.insert(column, header->sectionSize(column));
}

bool GoroutineWidths::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize)
        fit();
    return QObject::eventFilter(watched, event);
}

}
