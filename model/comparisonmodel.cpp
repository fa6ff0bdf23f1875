// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/comparisonmodel.h"

#include "model/format.h"

namespace Freezeframe
{

namespace
{

QString bytesText(int64_t bytes)
{
    return (bytes < 0 ? QStringLiteral("−") : QString()) + sizeText(quint64(std::abs(bytes)));
}

}

void ComparisonModel::setComparison(std::shared_ptr<const Comparison> found)
{
    beginResetModel();
    m_found = std::move(found);
    endResetModel();
}

int ComparisonModel::sizeOf(int section) const
{
    switch (Section(section)) {
    case NewFindings: return int(m_found->newFindings.size());
    case GoneFindings: return int(m_found->goneFindings.size());
    case Groups: return int(m_found->groups.size());
    case Variables: return int(m_found->variables.size());
    case Heap: return int(m_found->heap.size());
    case Notes: return int(m_found->notes.size());
    case SectionCount: break;
    }
    return 0;
}

QModelIndex ComparisonModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, parent.isValid() ? quintptr(parent.row()) + 1 : quintptr(0));
}

QModelIndex ComparisonModel::parent(const QModelIndex &child) const
{
    return child.isValid() && child.internalId() != 0 ? createIndex(int(child.internalId() - 1), 0, quintptr(0))
                                                      : QModelIndex();
}

int ComparisonModel::rowCount(const QModelIndex &parent) const
{
    if (!m_found)
        return 0;
    if (!parent.isValid())
        return SectionCount;
    return parent.internalId() == 0 && parent.column() == 0 ? sizeOf(parent.row()) : 0;
}

int ComparisonModel::columnCount(const QModelIndex & /*parent*/) const
{
    return ColumnCount;
}

QVariant ComparisonModel::sectionData(int section, int column, int role) const
{
    const int size = sizeOf(section);
    if (role == SectionRole)
        return true;
    if (role == CountRole)
        return size;
    if (role == MutedRole)
        return size == 0;
    if (role != Qt::DisplayRole)
        return {};
    if (section == Groups && column == Before)
        return countText(m_found->goroutinesBefore);
    if (section == Groups && column == After)
        return countText(m_found->goroutinesAfter);
    if (column == Change)
        return section == Notes ? QString() : size == 0 ? tr("none") : countText(quint64(size));
    if (column != What)
        return {};
    switch (Section(section)) {
    case NewFindings: return tr("New findings");
    case GoneFindings: return tr("Findings that are gone");
    case Groups: return tr("Goroutines");
    case Variables: return tr("Package variables");
    case Heap: return tr("Memory in use, by function");
    case Notes: return size == 0 ? tr("Nothing is left out") : tr("To be known");
    case SectionCount: break;
    }
    return {};
}

QVariant ComparisonModel::findingData(const Comparison::Finding &finding, bool isNew, int column, int role) const
{
    if (role == GoroutineRole)
        return finding.goroutines.empty() ? QVariant() : QVariant(quint64(finding.goroutines.front()));
    if (role == IsAfterRole)
        return isNew;
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    return column == What  ? QVariant(shown(finding.title))
        : column == Change ? QVariant(shown(finding.id))
                           : QVariant();
}

QVariant ComparisonModel::groupData(const Comparison::Group &group, int column, int role) const
{
    if (role == GoroutineRole)
        return group.goroutines.empty() ? QVariant() : QVariant(quint64(group.goroutines.front()));
    if (role == IsAfterRole)
        return group.after > 0;
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    switch (Column(column)) {
    case What: return shown(group.title);
    case Before: return countText(group.before);
    case After: return countText(group.after);
    case Change:
        return group.before == 0         ? tr("appeared")
            : group.after == 0           ? tr("vanished")
            : group.after > group.before ? QLatin1Char('+') + countText(group.after - group.before)
                                         : QStringLiteral("−") + countText(group.before - group.after);
    case ColumnCount: break;
    }
    return {};
}

QVariant ComparisonModel::variableData(const Comparison::Variable &variable, int column, int role) const
{
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    switch (Column(column)) {
    case What: return shown(variable.name);
    case Before: return shown(variable.before);
    case After: return shown(variable.after);
    case Change: return shown(variable.type);
    case ColumnCount: break;
    }
    return {};
}

QVariant ComparisonModel::heapData(const Comparison::Heap &heap, int column, int role) const
{
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    const int64_t change = heap.bytesAfter - heap.bytesBefore;
    switch (Column(column)) {
    case What: return shown(heap.function);
    case Before: return bytesText(heap.bytesBefore);
    case After: return bytesText(heap.bytesAfter);
    case Change: return (change > 0 ? QStringLiteral("+") : QString()) + bytesText(change);
    case ColumnCount: break;
    }
    return {};
}

QVariant ComparisonModel::data(const QModelIndex &index, int role) const
{
    if (!m_found || !checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (role == Qt::TextAlignmentRole)
        return {};
    const int column = index.column();
    if (index.internalId() == 0)
        return sectionData(index.row(), column, role);
    const int section = int(index.internalId() - 1);
    const auto row = size_t(index.row());
    if (index.row() >= sizeOf(section))
        return {};
    switch (Section(section)) {
    case NewFindings: return findingData(m_found->newFindings[row], true, column, role);
    case GoneFindings: return findingData(m_found->goneFindings[row], false, column, role);
    case Groups: return groupData(m_found->groups[row], column, role);
    case Variables: return variableData(m_found->variables[row], column, role);
    case Heap: return heapData(m_found->heap[row], column, role);
    case Notes:
        return column == What && (role == Qt::DisplayRole || role == Qt::ToolTipRole)
            ? QVariant(shown(m_found->notes[row]))
            : QVariant();
    case SectionCount: break;
    }
    return {};
}

QVariant ComparisonModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (Column(section)) {
    case What: return tr("What differs");
    case Before: return tr("Before");
    case After: return tr("After");
    case Change: return tr("Change");
    case ColumnCount: break;
    }
    return {};
}

}
