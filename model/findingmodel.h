// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/finding.h"
#include "model/roles.h"

#include <QAbstractItemModel>

#include <memory>

namespace Freezeframe
{

/// What is wrong with a program: a row a finding, below it what it means and what it is told from. GUI thread.
class FindingModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Column : int { What, Goroutines, ColumnCount };
    enum Role : int {
        FindingRole = OwnRole, ///< index of the finding in all
        SeverityRole, ///< Finding::Severity, of findings only
        GoroutineRole, ///< that a row tells of; invalid if none
        FrameRole, ///< of that goroutine
        AddressRole, ///< of what a row tells of
    };

    using QAbstractItemModel::QAbstractItemModel;
    void setFindings(std::shared_ptr<const Findings> findings);
    [[nodiscard]] const Finding *finding(const QModelIndex &index) const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &child) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QVariant findingData(const Finding &finding, int column, int role) const;
    [[nodiscard]] QVariant evidenceData(const Finding &finding, int row, int column, int role) const;

    std::shared_ptr<const Findings> m_findings;
};

}
