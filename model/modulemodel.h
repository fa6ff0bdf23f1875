// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/snapshot.h"
#include "model/roles.h"

#include <QAbstractTableModel>

namespace Freezeframe
{

/// The files mapped into the process and what is known of each. GUI thread.
class ModuleModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column : int { Path, Start, Size, Symbols, Match, BuildId, ColumnCount };
    enum Role : int { WarningRole = OwnRole /**< bool: the cell tells of a lack */ };
    using Snapshot = std::shared_ptr<const std::vector<ModuleInfo>>;

    using QAbstractTableModel::QAbstractTableModel;
    void setSnapshot(Snapshot snapshot);
    /// Modules whose functions have no names.
    [[nodiscard]] int withoutSymbols() const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString text(const ModuleInfo &module, Column column) const;
    Snapshot m_snapshot;
};

/// How a file was tied to the core, in words.
[[nodiscard]] QString shownMatch(FileMatch match);

}
