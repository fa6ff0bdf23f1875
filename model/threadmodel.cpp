// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/threadmodel.h"

#include "model/format.h"

namespace Freezeframe
{

void ThreadModel::setSnapshot(Snapshot snapshot)
{
    beginResetModel();
    m_snapshot = std::move(snapshot);
    endResetModel();
}

int ThreadModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_snapshot ? 0 : int(m_snapshot->size());
}

int ThreadModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString ThreadModel::text(const ThreadInfo &thread, Column column) const
{
    switch (column) {
    case Tid: return QString::number(thread.tid);
    case Name: return shown(thread.name);
    case Signal: return shown(thread.signalName);
    case Goroutine: return thread.goroutine ? QString::number(*thread.goroutine) : QString();
    case Function: return functionName(thread.location.function).whole();
    case Location: return placeText(thread.location);
    case ColumnCount: break;
    }
    return {};
}

QVariant ThreadModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ThreadInfo &thread = (*m_snapshot)[size_t(index.row())];
    const auto column = Column(index.column());
    switch (role) {
    case Qt::DisplayRole: return text(thread, column);
    case Qt::ToolTipRole:
        return column == Function || column == Location
            ? shown(thread.location.function) + QLatin1String("  ") + shown(thread.location.file)
            : QString();
    case Qt::TextAlignmentRole:
        return column == Tid || column == Goroutine ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    case SortRole:
        if (column == Tid)
            return qint64(thread.tid);
        if (column == Goroutine)
            return thread.goroutine ? qint64(*thread.goroutine) : qint64(-1);
        return text(thread, column);
    case CrashedRole: return thread.crashed;
    case MutedRole: return ((column == Name || column == Signal) && !thread.crashed) || column == Location;
    case TidRole: return qint64(thread.tid);
    case GoroutineRole: return thread.goroutine ? QVariant(quint64(*thread.goroutine)) : QVariant();
    case PackageRole: return functionName(thread.location.function).package;
    case FunctionRole: return functionName(thread.location.function).name;
    default: return {};
    }
}

QVariant ThreadModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return section == Tid || section == Goroutine ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                                                      : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (Column(section)) {
    case Tid: return tr("Thread");
    case Name: return tr("Name");
    case Signal: return tr("Signal");
    case Goroutine: return tr("Goroutine");
    case Function: return tr("Function");
    case Location: return tr("Location");
    case ColumnCount: break;
    }
    return {};
}

}
