// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QSortFilterProxyModel>

namespace Freezeframe
{

/// Filters the rows of a tree at its top only: what lies below a row that is shown is shown. What a fold stands for
/// counts as the top. GUI thread.
class TopLevelFilter : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    explicit TopLevelFilter(QObject *parent = nullptr);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
};

}
