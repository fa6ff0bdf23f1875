// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/goroutinemodel.h"

#include <algorithm>

namespace Freezeframe
{

GoroutineModel::GoroutineModel(QObject *parent)
    : QAbstractItemModel(parent)
    , m_arrangement(std::make_shared<const GoroutineArrangement>())
{
}

void GoroutineModel::setArrangement(std::shared_ptr<const GoroutineArrangement> arrangement)
{
    beginResetModel();
    if (arrangement->grouping != m_arrangement->grouping)
        m_shown.clear();
    if (arrangement->snapshot.table != m_arrangement->snapshot.table)
        m_distinction.clear();
    m_arrangement = std::move(arrangement);
    chooseTraits();
    endResetModel();
}

void GoroutineModel::setUncertain(bool uncertain)
{
    if (m_uncertain == uncertain)
        return;
    beginResetModel();
    m_uncertain = uncertain;
    endResetModel();
}

uint32_t GoroutineModel::shownOf(const GoroutineArrangement::Group &group) const
{
    const uint32_t shown = m_shown.value(group.key, firstShown);
    // A row "Show 1 more" would take the place of that one.
    return shown + 1 >= group.count ? group.count : shown;
}

QModelIndex GoroutineModel::indexOf(quint64 id)
{
    if (!m_arrangement->snapshot.table)
        return {};
    const auto row = m_arrangement->snapshot.table->find(id);
    const auto &rows = m_arrangement->rows;
    const auto found = row ? std::ranges::find(rows, *row) : rows.end();
    if (found == rows.end())
        return {};
    const auto position = uint32_t(found - rows.begin());
    if (!isGrouped())
        return index(int(position), 0);
    const auto &groups = m_arrangement->groups;
    const auto group = std::ranges::find_if(groups, [position](const GoroutineArrangement::Group &candidate) {
        return position >= candidate.first && position - candidate.first < candidate.count;
    });
    if (group == groups.end())
        return {};
    const QModelIndex parent = index(int(group - groups.begin()), 0);
    while (position - group->first >= shownOf(*group))
        showMore(index(int(shownOf(*group)), 0, parent));
    return index(int(position - group->first), 0, parent);
}

void GoroutineModel::showMore(const QModelIndex &moreRow)
{
    if (!moreRow.isValid() || kindOf(moreRow) != RowKind::More)
        return;
    const QModelIndex parent = moreRow.parent();
    const GoroutineArrangement::Group &group = m_arrangement->groups[size_t(parent.row())];
    const uint32_t before = shownOf(group);
    const uint32_t wanted = before < shownMore ? shownMore : before * 2;
    const uint32_t after = wanted + 1 >= group.count ? group.count : wanted;
    // The row "more" becomes a goroutine or moves to the end.
    beginRemoveRows(parent, int(before), int(before));
    m_shown.insert(group.key, before);
    m_removedMore = parent.row();
    endRemoveRows();
    beginInsertRows(parent, int(before), int(after - (after == group.count ? 1 : 0)));
    m_shown.insert(group.key, after);
    m_removedMore = -1;
    endInsertRows();
}

QModelIndex GoroutineModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, parent.isValid() ? quintptr(parent.row()) + 1 : quintptr(0));
}

QModelIndex GoroutineModel::parent(const QModelIndex &child) const
{
    if (!child.isValid() || child.internalId() == 0)
        return {};
    return createIndex(int(child.internalId() - 1), 0, quintptr(0));
}

int GoroutineModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return int(isGrouped() ? m_arrangement->groups.size() : m_arrangement->rows.size());
    if (!isGrouped() || parent.internalId() != 0 || parent.column() != 0)
        return 0;
    const GoroutineArrangement::Group &group = m_arrangement->groups[size_t(parent.row())];
    const uint32_t shown = shownOf(group);
    return int(shown) + (shown < group.count && m_removedMore != parent.row() ? 1 : 0);
}

int GoroutineModel::columnCount(const QModelIndex & /*parent*/) const
{
    return ColumnCount;
}

bool GoroutineModel::hasChildren(const QModelIndex &parent) const
{
    return rowCount(parent) > 0;
}

GoroutineModel::RowKind GoroutineModel::kindOf(const QModelIndex &index) const
{
    if (!isGrouped())
        return RowKind::Goroutine;
    if (index.internalId() == 0)
        return RowKind::Group;
    const GoroutineArrangement::Group &group = m_arrangement->groups[index.internalId() - 1];
    return uint32_t(index.row()) < shownOf(group) ? RowKind::Goroutine : RowKind::More;
}

const GoroutineArrangement::Group *GoroutineModel::groupOf(const QModelIndex &index) const
{
    if (!isGrouped())
        return nullptr;
    const size_t position = index.internalId() == 0 ? size_t(index.row()) : size_t(index.internalId() - 1);
    return &m_arrangement->groups[position];
}

uint32_t GoroutineModel::tableRow(const QModelIndex &index) const
{
    const GoroutineArrangement::Group *group = groupOf(index);
    if (!group)
        return m_arrangement->rows[size_t(index.row())];
    const bool isChild = index.internalId() != 0 && uint32_t(index.row()) < group->count;
    return m_arrangement->rows[group->first + (isChild ? uint32_t(index.row()) : 0)];
}

SourceLocation GoroutineModel::placeAt(const QModelIndex &index) const
{
    return places().place(tableRow(index), kindOf(index) == RowKind::Group);
}

std::string_view GoroutineModel::functionAt(const QModelIndex &index) const
{
    return places().function(tableRow(index), kindOf(index) == RowKind::Group);
}

QString GoroutineModel::errorOf(const QModelIndex &index) const
{
    const GoroutineSnapshot &snapshot = m_arrangement->snapshot;
    const uint32_t row = tableRow(index);
    if (kindOf(index) != RowKind::Goroutine)
        return {};
    if (snapshot.stacks) {
        if (const auto found = snapshot.stacks->errors.find(row); found != snapshot.stacks->errors.end())
            return QStringLiteral("stack is ") + absenceText(found->second);
    }
    if (const auto found = snapshot.table->errors.find(row); found != snapshot.table->errors.end())
        return errorText(found->second);
    return {};
}

QString GoroutineModel::labelsText(uint32_t row, bool withKeys) const
{
    const GoroutineStacks *stacks = m_arrangement->snapshot.stacks.get();
    const GoroutineStacks::Labels *labels = stacks ? stacks->labelsAt(row) : nullptr;
    if (!labels)
        return {};
    QStringList parts;
    for (const auto &[key, value] : *labels)
        parts.append(withKeys ? shown(key) + QLatin1Char('=') + shown(value) : shown(value));
    return parts.join(withKeys ? QStringLiteral("\n") : QStringLiteral(" · "));
}

QString GoroutineModel::distinctionText(const QModelIndex &index) const
{
    const uint32_t row = tableRow(index);
    const GoroutineArrangement::Group &group = *groupOf(index);
    const quint64 id = m_arrangement->snapshot.table->id[row];
    QStringList parts;
    // In groups of unlike stacks it is first of all where each of them is.
    if (m_arrangement->grouping.grouping == GoroutineGrouping::CreatedBy || group.mixedPlaces)
        parts.append(shortFunction(functionAt(index)));
    const QString labels = labelsText(row, false);
    parts.append(labels);
    if (labels.isEmpty() || !group.mixedLabels)
        parts.append(m_distinction.text(id, group.key));
    parts.removeAll(QString());
    const uint64_t parent = m_arrangement->snapshot.table->parent[row];
    if (parts.isEmpty() && parent != 0 && (group.count == 1 || m_distinction.isKnown(id)))
        return tr("started by goroutine %1").arg(parent);
    if (parts.isEmpty() && id == mainGoroutine)
        return tr("the main goroutine");
    return parts.join(QStringLiteral(" · "));
}

QList<quint64> GoroutineModel::missingTraits(const QModelIndex &index) const
{
    if (!index.isValid() || !isGrouped() || kindOf(index) != RowKind::Goroutine)
        return {};
    const GoroutineArrangement::Group &group = *groupOf(index);
    const GoroutineTable &table = *m_arrangement->snapshot.table;
    if (group.count < 2 || (group.mixedLabels && !labelsText(tableRow(index), false).isEmpty()))
        return {};
    return m_distinction.missing(*m_arrangement, group, table.id[tableRow(index)]);
}

void GoroutineModel::addTraits(std::vector<std::pair<quint64, GoroutineTraits>> traits)
{
    for (auto &[id, trait] : traits)
        m_distinction.add(id, std::move(trait));
    chooseTraits();
    for (int group = 0; isGrouped() && group < int(m_arrangement->groups.size()); ++group) {
        const QModelIndex parent = index(group, 0);
        if (const int rows = rowCount(parent);
            rows > 0 && m_distinction.hasChosen(m_arrangement->groups[size_t(group)].key))
            Q_EMIT dataChanged(index(0, Where, parent), index(rows - 1, Where, parent));
    }
}

void GoroutineModel::chooseTraits()
{
    m_distinction.choose(*m_arrangement, [this](const GoroutineArrangement::Group &group) { return shownOf(group); });
}

/// Of groups what they have in common, with a sign if a list would show more than one place.
FunctionName GoroutineModel::nameText(const QModelIndex &index) const
{
    const GoroutineArrangement::Group *group = kindOf(index) == RowKind::Group ? groupOf(index) : nullptr;
    if (group) {
        if (const QString label = places().label(*group); !label.isEmpty())
            return {{}, label};
    }
    FunctionName name = functionName(functionAt(index));
    const GoroutineGrouping grouping = m_arrangement->grouping.grouping;
    const bool isPlace = grouping != GoroutineGrouping::State && grouping != GoroutineGrouping::Wait
        && grouping != GoroutineGrouping::Value;
    if (group && group->mixedPlaces && !isPlace)
        name.name += QStringLiteral(", …");
    return name;
}

QString GoroutineModel::whereHeader() const
{
    switch (m_arrangement->grouping.grouping) {
    case GoroutineGrouping::CreatedBy: return tr("Created by");
    case GoroutineGrouping::Start: return tr("Started as");
    case GoroutineGrouping::Label: return tr("Label");
    default: return tr("Where");
    }
}

/// Of a group what all have; "…" if it is not the same.
QString GoroutineModel::valueText(const QModelIndex &index) const
{
    const GoroutineValues *values = m_arrangement->snapshot.values.get();
    const uint32_t row = tableRow(index);
    if (!values || row >= values->texts.size())
        return {};
    const GoroutineArrangement::Group *group = kindOf(index) == RowKind::Group ? groupOf(index) : nullptr;
    return group && group->mixedValues ? QStringLiteral("…") : shown(values->texts[row]);
}

QString GoroutineModel::whereText(const QModelIndex &index) const
{
    if (const GoroutineArrangement::Group *group = groupOf(index); group && group->unread)
        return tr("stack not read so far");
    const QString error = errorOf(index);
    if (!error.isEmpty())
        return error;
    const QString function = nameText(index).whole();
    return kindOf(index) == RowKind::Goroutine && isGrouped() ? distinctionText(index) : function;
}

QString GoroutineModel::stateText(const QModelIndex &index) const
{
    const GoroutineTable &table = *m_arrangement->snapshot.table;
    const uint32_t row = tableRow(index);
    if (kindOf(index) == RowKind::Goroutine && isGrouped() && table.thread[row] != 0)
        return tr("thread %1").arg(table.thread[row]);
    QString text = shown(table.statusText(row));
    if (table.status[row] == uint8_t(GoStatus::Waiting)) {
        if (const std::string reason = table.waitReasonText(row); !reason.empty())
            text = shown(reason);
    }
    text += QString::fromStdString(table.scanText(row));
    const GoroutineArrangement::Group *group = kindOf(index) == RowKind::Group ? groupOf(index) : nullptr;
    return group && group->mixedStates ? tr("%1, …").arg(text) : text;
}

QString GoroutineModel::text(const QModelIndex &index) const
{
    const RowKind kind = kindOf(index);
    const GoroutineArrangement::Group *group = groupOf(index);
    if (kind == RowKind::More)
        return index.column() == Where ? tr("Show %1 more").arg(countText(group->count - shownOf(*group))) : QString();
    const uint32_t row = tableRow(index);
    const GoroutineTable &table = *m_arrangement->snapshot.table;
    switch (Column(index.column())) {
    case Count: return kind == RowKind::Group ? countText(group->count) : QString::number(table.id[row]);
    case Where: return whereText(index);
    case State: return stateText(index);
    case Time: return waitText(kind == RowKind::Group ? group->longestWait : table.waitNanoseconds[row]);
    case Value: return valueText(index);
    case ColumnCount: break;
    }
    return {};
}

QString GoroutineModel::toolTip(const QModelIndex &index) const
{
    if (kindOf(index) == RowKind::More)
        return {};
    const uint32_t row = tableRow(index);
    QStringList lines;
    const SourceLocation place = placeAt(index);
    if (!place.function.empty())
        lines.append(shown(place.function) + QLatin1String("  ") + placeText(place));
    const GoroutineStacks::Unique *stack = places().stackOf(row);
    if (kindOf(index) == RowKind::Group && stack && !stack->caller.isEmpty())
        lines.append(tr("called by %1  %2").arg(shown(stack->caller.function), placeText(stack->caller)));
    if (kindOf(index) == RowKind::Goroutine) {
        if (const QString error = errorOf(index); !error.isEmpty())
            lines.append(error);
        if (const QString labels = labelsText(row, true); !labels.isEmpty())
            lines.append(labels);
        lines.append(m_distinction.all(m_arrangement->snapshot.table->id[row]));
    }
    return lines.join(QLatin1Char('\n'));
}

QVariant GoroutineModel::sortKey(const QModelIndex &index) const
{
    const GoroutineArrangement::Group *group = kindOf(index) == RowKind::Group ? groupOf(index) : nullptr;
    const GoroutineTable &table = *m_arrangement->snapshot.table;
    if (index.column() == Count)
        return group ? quint64(group->count) : quint64(table.id[tableRow(index)]);
    if (index.column() == Time)
        return qint64(group ? group->longestWait : table.waitNanoseconds[tableRow(index)]);
    return text(index);
}

QVariant GoroutineModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const RowKind kind = kindOf(index);
    const GoroutineArrangement::Group *group = groupOf(index);
    const GoroutineSnapshot &snapshot = m_arrangement->snapshot;
    switch (role) {
    case Qt::DisplayRole: return text(index);
    case Qt::ToolTipRole: return toolTip(index);
    case Qt::TextAlignmentRole:
        return index.column() == Count || index.column() == Time ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                                                                 : QVariant();
    case SortRole: return sortKey(index);
    case ErrorRole: return errorOf(index);
    case CrashedRole:
        if (kind == RowKind::More)
            return false;
        return kind == RowKind::Group ? group->crashed : snapshot.crashed == snapshot.table->id[tableRow(index)];
    case KindRole: return QVariant::fromValue(kind);
    case IdRole: return kind == RowKind::More ? QVariant() : QVariant(quint64(snapshot.table->id[tableRow(index)]));
    case PackageRole: return nameText(index).package;
    case FunctionRole: return nameText(index).name;
    case BesidesRole: return kind == RowKind::Group ? places().besides(tableRow(index)) : QString();
    case LabelsRole: return labelsText(tableRow(index), false);
    case ShareRole:
        return kind == RowKind::Group ? double(group->count) / std::max(1U, m_arrangement->largestGroup) : 0.0;
    case UncertainRole: return m_uncertain && kind != RowKind::More;
    case MarksRole: {
        QStringList marks;
        for (const std::string &mark : m_arrangement->marks)
            marks.append(shown(mark));
        return marks;
    }
    default: return {};
    }
}

QVariant GoroutineModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return section == Count || section == Time ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                                                   : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && section == Time)
        return tr(
            "How long it has been waiting. In a core of the kernel: at least, as the clock is the one that the program last looked at.");
    if (role != Qt::DisplayRole)
        return {};
    switch (Column(section)) {
    case Count: return isGrouped() ? tr("Count") : tr("Goroutine");
    case Where: return whereHeader();
    case State: return tr("State");
    case Time: return tr("Time");
    case Value: return m_arrangement->snapshot.values ? shown(m_arrangement->snapshot.values->expression) : tr("Value");
    case ColumnCount: break;
    }
    return {};
}

}
