// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "model/roles.h"

#include <QAbstractTableModel>

namespace Freezeframe
{

/// All commands of the console, for looking them up: what `help` says, a row each. Immutable. GUI thread.
class CommandList : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column : int { Name, Group, Summary, ColumnCount };
    enum Role : int {
        HelpRole = OwnRole, ///< QString: all about it, many lines
        ExampleRole, ///< QStringList: command lines that make sense on most cores; empty: none
    };
    explicit CommandList(QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
};

}
