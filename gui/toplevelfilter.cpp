// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/toplevelfilter.h"

#include "model/roles.h"

namespace Freezeframe
{

TopLevelFilter::TopLevelFilter(QObject *parent)
    : QSortFilterProxyModel(parent)
{
    setFilterCaseSensitivity(Qt::CaseInsensitive);
}

bool TopLevelFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const QModelIndex top = sourceModel()->index(row, 0, parent);
    if (parent.isValid() && !parent.data(FoldRole).toBool())
        return true;
    if (!top.data(FoldRole).toBool())
        return QSortFilterProxyModel::filterAcceptsRow(row, parent);
    for (int child = 0; child < sourceModel()->rowCount(top); ++child) {
        if (QSortFilterProxyModel::filterAcceptsRow(child, top))
            return true;
    }
    return false;
}

}
