// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/snapshot.h"
#include "model/roles.h"

#include <QAbstractTableModel>

namespace Freezeframe
{

/// A stretch of memory in rows of 16 bytes; what is not in the core is shown as such. GUI thread.
class MemoryModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column : int { Start, Bytes, Text, ColumnCount };
    static constexpr int bytesPerRow = 16;

    using QAbstractTableModel::QAbstractTableModel;
    void setBytes(MemoryBytes bytes);
    [[nodiscard]] const MemoryBytes &bytes() const { return m_bytes; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString hexRow(size_t first) const;
    [[nodiscard]] QString textRow(size_t first) const;
    [[nodiscard]] bool isMissing(size_t first) const;

    MemoryBytes m_bytes;
};

}
