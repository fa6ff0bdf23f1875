// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/snapshot.h"
#include "model/roles.h"

#include <QAbstractTableModel>

#include <memory>

namespace Freezeframe
{

/// The frames of one stack, one a row with all that is known of it, and who created the goroutine: what exports of a
/// stack write, whatever is folded. GUI thread.
class StackTableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column : int { Frame, Function, File, Line, Kind, Pc, Cfa, Module, Problem, ColumnCount };
    /// @p rows: of frames, or their number for the creator's.
    StackTableModel(std::shared_ptr<const StackInfo> stack, std::vector<size_t> rows);
    /// Every row of @p stack.
    [[nodiscard]] static std::vector<size_t> allRows(const StackInfo &stack);

    /// What @p chosen rows of a StackModel over @p stack stand for.
    [[nodiscard]] static std::vector<size_t> rowsOf(const StackInfo &stack, const QModelIndexList &chosen);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString frameText(const FrameInfo &frame, Column column) const;
    [[nodiscard]] QString creatorText(Column column) const;

    std::shared_ptr<const StackInfo> m_stack;
    std::vector<size_t> m_rows;
};

}
