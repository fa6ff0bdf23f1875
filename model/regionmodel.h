// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "model/memoryrows.h"
#include "model/roles.h"

#include <QAbstractTableModel>

namespace Freezeframe
{

/// What lies where in the memory of a process, a region a row. GUI thread.
class RegionModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column : int { Start, Size, Access, Bytes, What, ColumnCount };
    enum Role : int { AddressRole = OwnRole, EndRole };

    using QAbstractTableModel::QAbstractTableModel;
    /// Null for none.
    void setRegions(RegionList regions);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    RegionList m_regions;
};

/// "in the core", "from its file", "not in the core", "cut off", "reserved".
[[nodiscard]] QString bytesText(const MemoryRegion &region);

}
