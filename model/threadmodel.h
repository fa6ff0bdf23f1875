// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/snapshot.h"
#include "model/roles.h"

#include <QAbstractTableModel>

namespace Freezeframe
{

/// The threads of the process, as the core lists them. GUI thread.
class ThreadModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column : int { Tid, Name, Signal, Goroutine, Function, Location, ColumnCount };
    enum Role : int { TidRole = OwnRole, GoroutineRole, PackageRole, FunctionRole };
    using Snapshot = std::shared_ptr<const std::vector<ThreadInfo>>;

    using QAbstractTableModel::QAbstractTableModel;
    void setSnapshot(Snapshot snapshot);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString text(const ThreadInfo &thread, Column column) const;
    Snapshot m_snapshot;
};

}
