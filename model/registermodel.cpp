// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/registermodel.h"

#include "model/format.h"

namespace Freezeframe
{

void RegisterModel::setRegisters(Registers registers, std::vector<std::string> meanings)
{
    beginResetModel();
    m_registers = std::move(registers);
    m_meanings = std::move(meanings);
    endResetModel();
}

int RegisterModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_registers.size());
}

int RegisterModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RegisterModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto row = size_t(index.row());
    const auto &[name, value] = m_registers[row];
    const auto column = Column(index.column());
    if (role == Qt::TextAlignmentRole)
        return column == Hexadecimal || column == Decimal ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    if (role == MutedRole)
        return column == Decimal || column == Meaning;
    if (role == SortRole && (column == Hexadecimal || column == Decimal))
        return quint64(value);
    if (role != Qt::DisplayRole && role != SortRole)
        return {};
    switch (column) {
    case Name: return shown(name);
    case Hexadecimal: return addressText(Address{value});
    case Decimal: return QString::number(qint64(value));
    case Meaning: return row < m_meanings.size() ? shown(m_meanings[row]) : QString();
    case ColumnCount: break;
    }
    return {};
}

QVariant RegisterModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return section == Hexadecimal || section == Decimal ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                                                            : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (Column(section)) {
    case Name: return tr("Register");
    case Hexadecimal: return tr("Value");
    case Decimal: return tr("Decimal");
    case Meaning: return tr("Points to");
    case ColumnCount: break;
    }
    return {};
}

}
