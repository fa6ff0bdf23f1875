// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/registermodel.h"

#include "model/format.h"

namespace Freezeframe
{

namespace
{

/// "0x…" with 32 digits of a vector, so that its bytes stand in line.
QString valueText(const RegisterInfo &info)
{
    if (!info.isVector || !info.high)
        return addressText(Address{info.value});
    const auto digits = [](uint64_t half) { return QStringLiteral("%1").arg(half, 16, 16, QLatin1Char('0')); };
    // Zeros above are left out: most of what is so wide is not used.
    QString text = QStringLiteral("0x");
    for (auto word = info.wider.rbegin(); word != info.wider.rend(); ++word) {
        if (*word != 0 || text.size() > 2)
            text += digits(*word);
    }
    if (!info.wider.empty() && text.size() == 2 && *info.high == 0)
        return addressText(Address{info.value});
    return text + digits(*info.high) + digits(info.value);
}

}

void RegisterModel::setRegisters(std::vector<RegisterInfo> registers)
{
    beginResetModel();
    m_registers = std::move(registers);
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
    const RegisterInfo &info = m_registers[size_t(index.row())];
    const auto column = Column(index.column());
    const bool isNumber = column == Hexadecimal || column == Decimal || column == Caller;
    if (role == Qt::TextAlignmentRole)
        return isNumber ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    if (role == MutedRole)
        return column == Decimal || column == Meaning || column == Caller;
    if (role == AddressRole)
        return info.isVector || info.name == "eflags" ? QVariant() : QVariant(quint64(info.value));
    if (role == SortRole && isNumber)
        return column == Caller ? quint64(info.caller.value_or(0)) : quint64(info.value);
    if (role != Qt::DisplayRole && role != SortRole)
        return {};
    switch (column) {
    case Name: return shown(info.name);
    case Hexadecimal: return valueText(info);
    case Decimal: return info.isVector ? QString() : QString::number(qint64(info.value));
    case Meaning: return shown(info.meaning);
    case Caller: return info.caller ? addressText(Address{*info.caller}) : QString();
    case ColumnCount: break;
    }
    return {};
}

QVariant RegisterModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return section == Hexadecimal || section == Decimal || section == Caller
            ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
            : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (Column(section)) {
    case Name: return tr("Register");
    case Hexadecimal: return tr("Value");
    case Decimal: return tr("Decimal");
    case Meaning: return tr("Meaning");
    case Caller: return tr("Other in the Caller");
    case ColumnCount: break;
    }
    return {};
}

}
