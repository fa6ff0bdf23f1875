// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/goroutinetable.h"

#include "model/format.h"
#include "model/goroutinemodel.h"

#include <unordered_set>

namespace Freezeframe
{

namespace
{

bool isNumberColumn(int column)
{
    using Model = GoroutineTableModel;
    return column == Model::Id || column == Model::Wait || column == Model::Line || column == Model::Creator
        || column == Model::Thread || column == Model::Stack;
}

QString numberText(uint64_t number)
{
    return number == 0 ? QString() : QString::number(number);
}

QString labelText(const GoroutineStacks::Labels *labels)
{
    QStringList parts;
    for (size_t i = 0; labels && i < labels->size(); ++i)
        parts.append(shown((*labels)[i].first) + QLatin1Char('=') + shown((*labels)[i].second));
    return parts.join(QStringLiteral(", "));
}

}

GoroutineTableModel::GoroutineTableModel(std::shared_ptr<const GoroutineArrangement> arrangement,
                                         std::vector<uint32_t> rows)
    : m_arrangement(std::move(arrangement))
    , m_rows(std::move(rows))
{
}

std::vector<uint32_t> GoroutineTableModel::rowsOf(const GoroutineModel &list, const QModelIndexList &chosen)
{
    const GoroutineArrangement &arrangement = list.arrangement();
    std::vector<uint32_t> rows;
    std::unordered_set<uint32_t> known; // a group and one of its own may both be chosen
    const auto add = [&](uint32_t position) {
        if (const uint32_t row = arrangement.rows[position]; known.insert(row).second)
            rows.push_back(row);
    };
    for (const QModelIndex &index : chosen) {
        switch (index.data(GoroutineModel::KindRole).value<GoroutineModel::RowKind>()) {
        case GoroutineModel::RowKind::More: break;
        case GoroutineModel::RowKind::Goroutine:
            add(index.parent().isValid()
                    ? arrangement.groups[size_t(index.parent().row())].first + uint32_t(index.row())
                    : uint32_t(index.row()));
            break;
        case GoroutineModel::RowKind::Group: {
            const GoroutineArrangement::Group &group = arrangement.groups[size_t(index.row())];
            for (uint32_t position = group.first; position < group.first + group.count; ++position)
                add(position);
            break;
        }
        }
    }
    return rows;
}

int GoroutineTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

/// The value is the last one: without an expression there is none.
int GoroutineTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_arrangement->snapshot.values ? ColumnCount : int(Value);
}

QString GoroutineTableModel::text(uint32_t row, Column column) const
{
    const GoroutineTable &table = *m_arrangement->snapshot.table;
    switch (column) {
    case Id: return QString::number(table.id[row]);
    case State: {
        const bool waits = table.status[row] == uint8_t(GoStatus::Waiting);
        const std::string reason = waits ? table.waitReasonText(row) : std::string();
        return shown(reason.empty() ? table.statusText(row) : reason) + QString::fromStdString(table.scanText(row));
    }
    case Wait: return waitText(table.waitNanoseconds[row]);
    case Creator: return numberText(table.parent[row]);
    case Thread: return numberText(table.thread[row]);
    case Crashed: return m_arrangement->snapshot.crashed == table.id[row] ? tr("crashed") : QString();
    case Value: {
        const GoroutineValues &values = *m_arrangement->snapshot.values;
        return row < values.texts.size() ? shown(values.texts[row]) : QString();
    }
    default: return stackText(row, column);
    }
}

QString GoroutineTableModel::stackText(uint32_t row, Column column) const
{
    const GoroutineStacks *stacks = m_arrangement->snapshot.stacks.get();
    if (!stacks)
        return {};
    const GoroutineStacks::Unique *stack = stacks->stackAt(row);
    const SourceLocation *start = stacks->startAt(row);
    switch (column) {
    case Function:
        if (const auto error = stacks->errors.find(row); error != stacks->errors.end() && !stack)
            return errorText(error->second);
        return stack ? shown(stack->user.function) : QString();
    case File: return stack ? shown(stack->user.file) : QString();
    case Line: return stack ? numberText(uint64_t(std::max(0, stack->user.line))) : QString();
    case Current: return stack ? shown(stack->current.function) : QString();
    case Start: return start ? shown(start->function) : QString();
    case Labels: return labelText(stacks->labelsAt(row));
    case Stack: return stack ? QString::number(stacks->stackOf[row] + 1) : QString();
    default: return {};
    }
}

QVariant GoroutineTableModel::number(uint32_t row, Column column) const
{
    if (column == Wait) {
        const int64_t wait = m_arrangement->snapshot.table->waitNanoseconds[row];
        return wait >= 0 ? QVariant(qint64(wait)) : QVariant();
    }
    return text(row, column).toULongLong();
}

QVariant GoroutineTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const uint32_t row = m_rows[size_t(index.row())];
    const auto column = Column(index.column());
    if (role == Qt::DisplayRole)
        return text(row, column);
    return role == SortRole && isNumberColumn(column) ? number(row, column) : QVariant();
}

QVariant GoroutineTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((isNumberColumn(section) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (Column(section)) {
    case Id: return tr("Goroutine");
    case State: return tr("State");
    case Wait: return tr("Time");
    case Function: return tr("Function");
    case File: return tr("File");
    case Line: return tr("Line");
    case Current: return tr("Current Function");
    case Start: return tr("Started as");
    case Creator: return tr("Started by");
    case Thread: return tr("Thread");
    case Labels: return tr("Labels");
    case Stack: return tr("Stack");
    case Crashed: return tr("Crash");
    case Value: return m_arrangement->snapshot.values ? shown(m_arrangement->snapshot.values->expression) : QString();
    case ColumnCount: break;
    }
    return {};
}

}
