// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/toplevelfilter.h"

namespace Freezeframe
{

TopLevelFilter::TopLevelFilter(QObject *parent)
    : QSortFilterProxyModel(parent)
{
    setFilterCaseSensitivity(Qt::CaseInsensitive);
}

bool TopLevelFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    return parent.isValid() || QSortFilterProxyModel::filterAcceptsRow(row, parent);
}

}
