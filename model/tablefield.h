// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/report/tablewriter.h"

#include <QModelIndex>
#include <QString>

namespace Freezeframe
{

/// A column of what is copied or saved of a list: a column of its model, or a role of one.
struct TableField {
    QString name;
    int column = 0;
    int role = Qt::DisplayRole;
    bool isNumber = false; ///< stands at the right

    /// What stands there in the row of @p row. Numbers are numbers where the model has them, but for addresses, which
    /// stay as they are shown ("0x18").
    [[nodiscard]] TableCell cell(const QModelIndex &row) const;
    /// The columns of a model but those that are @p hidden, called as in its header.
    [[nodiscard]] static QList<TableField> ofHeader(const QAbstractItemModel &model, const QList<int> &hidden = {});
};

}
