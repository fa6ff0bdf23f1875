// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/stacktable.h"

#include "model/format.h"
#include "model/stackmodel.h"

#include <numeric>
#include <set>

namespace Freezeframe
{

StackTableModel::StackTableModel(std::shared_ptr<const StackInfo> stack, std::vector<size_t> rows)
    : m_stack(std::move(stack))
    , m_rows(std::move(rows))
{
}

std::vector<size_t> StackTableModel::allRows(const StackInfo &stack)
{
    std::vector<size_t> rows(stack.frames.size() + (stack.createdBy.isEmpty() ? 0 : 1));
    std::iota(rows.begin(), rows.end(), size_t(0));
    return rows;
}

std::vector<size_t> StackTableModel::rowsOf(const StackInfo &stack, const QModelIndexList &chosen)
{
    std::set<size_t> rows;
    for (const QModelIndex &index : chosen) {
        switch (index.data(StackModel::KindRole).value<StackModel::RowKind>()) {
        case StackModel::RowKind::Frame: rows.insert(size_t(index.data(StackModel::FrameRole).toULongLong())); break;
        case StackModel::RowKind::Fold:
            for (int row = 0; row < index.model()->rowCount(index); ++row)
                rows.insert(size_t(index.model()->index(row, 0, index).data(StackModel::FrameRole).toULongLong()));
            break;
        case StackModel::RowKind::CreatedBy: rows.insert(stack.frames.size()); break;
        case StackModel::RowKind::Note: break;
        }
    }
    return {rows.begin(), rows.end()};
}

int StackTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int StackTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString StackTableModel::frameText(const FrameInfo &frame, Column column) const
{
    switch (column) {
    case Frame: return QString::number(frame.index);
    case Function: return shown(frame.function);
    case File: return shown(frame.file);
    case Line: return frame.line > 0 ? QString::number(frame.line) : QString();
    case Kind:
        if (frame.kind != FrameInfo::Kind::Go)
            return frame.kind == FrameInfo::Kind::Signal ? tr("signal") : tr("C");
        return frame.inlined ? tr("Go, inlined") : tr("Go");
    case Pc: return addressText(frame.pc);
    case Cfa: return frame.cfa.isNull() ? QString() : addressText(frame.cfa);
    case Module: return shown(frame.module);
    case Problem: return frame.error ? errorText(*frame.error) : QString();
    case ColumnCount: break;
    }
    return {};
}

QString StackTableModel::creatorText(Column column) const
{
    switch (column) {
    case Function: return shown(m_stack->createdBy.function);
    case File: return shown(m_stack->createdBy.file);
    case Line: return m_stack->createdBy.line > 0 ? QString::number(m_stack->createdBy.line) : QString();
    case Kind:
        return m_stack->createdByGoroutine != 0 ? tr("created by goroutine %1").arg(m_stack->createdByGoroutine)
                                                : tr("created by");
    default: return {};
    }
}

QVariant StackTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const size_t row = m_rows[size_t(index.row())];
    const auto column = Column(index.column());
    const QString text = row < m_stack->frames.size() ? frameText(m_stack->frames[row], column) : creatorText(column);
    if (role == Qt::DisplayRole)
        return text;
    return role == SortRole && (column == Frame || column == Line) && !text.isEmpty() ? QVariant(text.toLongLong())
                                                                                      : QVariant();
}

QVariant StackTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole && (section == Frame || section == Line))
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (Column(section)) {
    case Frame: return tr("Frame");
    case Function: return tr("Function");
    case File: return tr("File");
    case Line: return tr("Line");
    case Kind: return tr("Kind");
    case Pc: return tr("Address");
    case Cfa: return tr("CFA");
    case Module: return tr("Module");
    case Problem: return tr("Problem");
    case ColumnCount: break;
    }
    return {};
}

}
