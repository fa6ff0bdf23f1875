// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/analysis/goroutinearrangement.h"
#include "model/roles.h"

#include <QAbstractTableModel>

namespace Freezeframe
{

class GoroutineModel;

/// Goroutines of an arrangement, one a row with all that is known of it, in its order: what exports of the list write,
/// whatever the list has folded. Over immutable answers, so that it stays the same while it is written. GUI thread.
class GoroutineTableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column : int {
        Id,
        State,
        Wait, ///< in nanoseconds where it is a number
        Function,
        File,
        Line,
        Current,
        Start,
        Creator, ///< id of the goroutine that started it
        Thread,
        Labels,
        Stack, ///< number of its stack: equal ones have the same
        Crashed,
        Value,
        ColumnCount
    };
    /// Those of @p rows, which are rows of the goroutine table.
    GoroutineTableModel(std::shared_ptr<const GoroutineArrangement> arrangement, std::vector<uint32_t> rows);

    /// The rows of the goroutine table that @p chosen rows of @p list stand for; a group for all that are in it.
    [[nodiscard]] static std::vector<uint32_t> rowsOf(const GoroutineModel &list, const QModelIndexList &chosen);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString text(uint32_t row, Column column) const;
    [[nodiscard]] QString stackText(uint32_t row, Column column) const;
    [[nodiscard]] QVariant number(uint32_t row, Column column) const;

    std::shared_ptr<const GoroutineArrangement> m_arrangement;
    std::vector<uint32_t> m_rows;
};

}
