// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/valuetablemodel.h"

#include "model/format.h"
#include "model/session.h"

#include <algorithm>
#include <iterator>

namespace Freezeframe
{

ValueTableModel::ValueTableModel(Session *session, ValueHandle handle, QObject *parent)
    : QAbstractTableModel(parent)
    , m_session(session)
    , m_handle(handle)
{
    ask();
}

void ValueTableModel::ask()
{
    m_session->valueTable(this, m_handle, m_rows.size(), pageSize,
                          [this](Result<ValueTable> table) { receive(std::move(table)); });
}

void ValueTableModel::receive(Result<ValueTable> table)
{
    if (!table) {
        m_isComplete = true;
        Q_EMIT failed(errorText(table.error()));
        return;
    }
    if (m_rows.empty()) {
        beginResetModel();
        m_columns = table->columns;
        m_rows = std::move(table->rows);
        m_count = table->count;
        m_hasMoreFields = table->hasMoreFields;
        m_elementType = shortType(table->elementType);
        endResetModel();
    } else if (!table->rows.empty()) {
        const auto first = int(m_rows.size());
        beginInsertRows({}, first, first + int(table->rows.size()) - 1);
        std::ranges::move(table->rows, std::back_inserter(m_rows));
        endInsertRows();
    }
    m_isComplete = table->rows.empty() || m_rows.size() >= m_count || m_rows.size() >= mostRows;
    Q_EMIT progressed();
    if (!m_isComplete)
        ask();
}

int ValueTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int ValueTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : 1 + int(m_columns.size());
}

QVariant ValueTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ValueTable::Row &row = m_rows[size_t(index.row())];
    if (role == RowRole)
        return quint64(index.row());
    if (index.column() == 0) {
        if (role == Qt::DisplayRole || role == Qt::ToolTipRole)
            return shown(row.name);
        return role == SortRole ? QVariant(quint64(index.row())) : role == MutedRole ? QVariant(true) : QVariant();
    }
    const ValueTable::Cell &cell = row.cells[size_t(index.column() - 1)];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole: return shown(cell.text);
    case SortRole: return cell.number ? QVariant(*cell.number) : QVariant(shown(cell.text));
    case AbsentRole: return cell.isAbsent;
    default: return {};
    }
}

QVariant ValueTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section > int(m_columns.size()))
        return {};
    return section == 0 ? tr("Element") : shown(m_columns[size_t(section - 1)]);
}

}
