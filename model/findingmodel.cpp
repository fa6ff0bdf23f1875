// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/findingmodel.h"

#include "model/format.h"

namespace Freezeframe
{

namespace
{

/// Rows below a finding: the detail, then the evidence.
int childCount(const Finding &finding)
{
    return 1 + int(finding.evidence.size());
}

}

void FindingModel::setFindings(std::shared_ptr<const Findings> findings)
{
    beginResetModel();
    m_findings = std::move(findings);
    endResetModel();
}

const Finding *FindingModel::finding(const QModelIndex &index) const
{
    if (!m_findings || !index.isValid() || !checkIndex(index, CheckIndexOption::IndexIsValid))
        return nullptr;
    const size_t number = index.internalId() == 0 ? size_t(index.row()) : size_t(index.internalId() - 1);
    return number < m_findings->all.size() ? &m_findings->all[number] : nullptr;
}

QModelIndex FindingModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, parent.isValid() ? quintptr(parent.row()) + 1 : quintptr(0));
}

QModelIndex FindingModel::parent(const QModelIndex &child) const
{
    return child.isValid() && child.internalId() != 0 ? createIndex(int(child.internalId() - 1), 0, quintptr(0))
                                                      : QModelIndex();
}

int FindingModel::rowCount(const QModelIndex &parent) const
{
    if (!m_findings)
        return 0;
    if (!parent.isValid())
        return int(m_findings->all.size());
    const Finding *one = parent.internalId() == 0 && parent.column() == 0 ? finding(parent) : nullptr;
    return one ? childCount(*one) : 0;
}

int FindingModel::columnCount(const QModelIndex & /*parent*/) const
{
    return ColumnCount;
}

QVariant FindingModel::findingData(const Finding &finding, int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return column == What            ? shown(finding.title)
            : finding.goroutines.empty() ? QString()
                                         : countText(quint64(finding.goroutines.size()));
    case Qt::ToolTipRole: return shown(finding.detail);
    case SeverityRole: return int(finding.severity);
    default: return {};
    }
}

QVariant FindingModel::evidenceData(const Finding &finding, int row, int column, int role) const
{
    if (row == 0) {
        if (role == MutedRole)
            return true;
        const bool isText = role == Qt::DisplayRole || role == Qt::ToolTipRole;
        return column == What && isText ? QVariant(shown(finding.detail)) : QVariant();
    }
    const Finding::Evidence &evidence = finding.evidence[size_t(row - 1)];
    switch (role) {
    case Qt::DisplayRole: return column == What ? shown(evidence.text) : QString();
    case Qt::ToolTipRole: return shown(evidence.text);
    case GoroutineRole: return evidence.goroutine ? QVariant(quint64(*evidence.goroutine)) : QVariant();
    case FrameRole: return evidence.frame ? QVariant(quint64(*evidence.frame)) : QVariant();
    case AddressRole: return evidence.address ? QVariant(quint64(evidence.address->value)) : QVariant();
    default: return {};
    }
}

QVariant FindingModel::data(const QModelIndex &index, int role) const
{
    const Finding *one = finding(index);
    if (!one)
        return {};
    const bool isChild = index.internalId() != 0;
    if (role == FindingRole)
        return isChild ? int(index.internalId() - 1) : index.row();
    if (role == Qt::TextAlignmentRole)
        return index.column() == Goroutines ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    if (isChild)
        return index.row() < childCount(*one) ? evidenceData(*one, index.row(), index.column(), role) : QVariant();
    return findingData(*one, index.column(), role);
}

QVariant FindingModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return section == Goroutines ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                                     : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    return section == What ? tr("Finding") : tr("Goroutines");
}

}
