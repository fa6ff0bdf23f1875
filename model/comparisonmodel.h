// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/comparison.h"
#include "model/roles.h"

#include <QAbstractItemModel>

#include <memory>

namespace Freezeframe
{

/// What differs between two cores: findings, goroutines, package variables, memory, each a section with its rows. GUI
/// thread.
class ComparisonModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Column : int { What, Before, After, Change, ColumnCount };
    enum Role : int {
        SectionRole = OwnRole, ///< true of headings
        CountRole, ///< rows of a section
        GoroutineRole, ///< the first that a row tells of; invalid if none
        IsAfterRole, ///< whether that one is in the second core
    };

    using QAbstractItemModel::QAbstractItemModel;
    void setComparison(std::shared_ptr<const Comparison> found);

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &child) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    enum Section : int { NewFindings, GoneFindings, Groups, Variables, Heap, Notes, SectionCount };
    [[nodiscard]] int sizeOf(int section) const;
    [[nodiscard]] QVariant sectionData(int section, int column, int role) const;
    [[nodiscard]] QVariant findingData(const Comparison::Finding &finding, bool isNew, int column, int role) const;
    [[nodiscard]] QVariant groupData(const Comparison::Group &group, int column, int role) const;
    [[nodiscard]] QVariant variableData(const Comparison::Variable &variable, int column, int role) const;
    [[nodiscard]] QVariant heapData(const Comparison::Heap &heap, int column, int role) const;

    std::shared_ptr<const Comparison> m_found;
};

}
