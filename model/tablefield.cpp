// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/tablefield.h"

#include "model/roles.h"

#include <QAbstractItemModel>

namespace Freezeframe
{

namespace
{

TableCell::Number numberOf(const QVariant &value)
{
    using Number = TableCell::Number;
    switch (value.typeId()) {
    case QMetaType::Bool: return Number(value.toBool());
    case QMetaType::Double:
    case QMetaType::Float: return Number(value.toDouble());
    case QMetaType::Int:
    case QMetaType::Long:
    case QMetaType::LongLong: return Number(int64_t(value.toLongLong()));
    case QMetaType::UInt:
    case QMetaType::ULong:
    case QMetaType::ULongLong: return Number(uint64_t(value.toULongLong()));
    default: return Number(std::monostate());
    }
}

/// The number that @p text says itself goes before the one that the list sorts by.
TableCell::Number shownNumber(const QString &text, const QVariant &sortKey)
{
    if (text.isEmpty() || text.startsWith(QLatin1String("0x")))
        return TableCell::Number(std::monostate());
    const TableCell::Number key = numberOf(sortKey);
    if (std::holds_alternative<std::monostate>(key))
        return key;
    bool isNumber = false;
    const qlonglong value = text.toLongLong(&isNumber);
    return isNumber ? TableCell::Number(int64_t(value)) : key;
}

}

TableCell TableField::cell(const QModelIndex &row) const
{
    const QModelIndex index = row.siblingAtColumn(column);
    const QVariant value = index.data(role);
    const QString text = value.toString();
    return {.text = text.toStdString(),
            .number = role == Qt::DisplayRole ? shownNumber(text, index.data(SortRole)) : numberOf(value)};
}

QList<TableField> TableField::ofHeader(const QAbstractItemModel &model, const QList<int> &hidden)
{
    QList<TableField> fields;
    for (int column = 0; column < model.columnCount(); ++column) {
        if (hidden.contains(column))
            continue;
        const int alignment = model.headerData(column, Qt::Horizontal, Qt::TextAlignmentRole).toInt();
        fields.append({.name = model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString(),
                       .column = column,
                       .role = Qt::DisplayRole,
                       .isNumber = (alignment & Qt::AlignRight) != 0});
    }
    return fields;
}

}
