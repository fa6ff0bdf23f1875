// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/layoutmodel.h"

#include "model/format.h"

namespace Freezeframe
{

void LayoutModel::setType(const TypeInfo &type)
{
    beginResetModel();
    m_layout = TypeLayout::of(type);
    m_methods = type.methods;
    // Of a pointer, slice or map there is what it refers to.
    if (m_layout.rows.empty() && !type.element.empty()) {
        if (!type.key.empty())
            m_layout.rows.push_back({.name = tr("key").toStdString(), .type = type.key});
        m_layout.rows.push_back({.name = tr("element").toStdString(), .type = type.element});
    }
    endResetModel();
}

std::string LayoutModel::namedPart(std::string_view type)
{
    const auto skip = [&type](std::string_view start) {
        if (!type.starts_with(start))
            return false;
        type.remove_prefix(start.size());
        return true;
    };
    for (;;) {
        if (skip("*") || skip("<-chan ") || skip("chan<- ") || skip("chan "))
            continue;
        if (!type.starts_with('[') && !type.starts_with("map["))
            break;
        // To what stands behind the bracket; brackets may stand in it.
        size_t depth = 0;
        size_t end = type.find('[');
        for (; end < type.size(); ++end) {
            if (type[end] == '[')
                ++depth;
            else if (type[end] == ']' && --depth == 0)
                break;
        }
        if (end >= type.size())
            return {};
        type.remove_prefix(end + 1);
    }
    for (const std::string_view start : {"func(", "struct {", "interface {"}) {
        if (type.starts_with(start))
            return {};
    }
    return std::string(type);
}

int LayoutModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_layout.rows.size() + m_methods.size());
}

int LayoutModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant LayoutModel::fieldData(const TypeLayout::Row &row, Column column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        switch (column) {
        case Offset: return row.size == 0 && row.offset == 0 ? QString() : countText(row.offset);
        case Size: return row.size == 0 && row.offset == 0 ? QString() : countText(row.size);
        case Name: return row.isPadding() ? tr("padding") : shown(row.name);
        case Type: return row.embedded ? tr("%1, embedded").arg(shortType(row.type)) : shortType(row.type);
        case ColumnCount: break;
        }
        return {};
    case Qt::ToolTipRole: return column == Type ? shown(row.type) : QVariant();
    case MutedRole: return row.isPadding();
    case LinkedTypeRole: return QString::fromStdString(namedPart(row.type));
    case MethodRole: return QString();
    default: return {};
    }
}

QVariant LayoutModel::methodData(const std::string &method, Column column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return column == Name ? QVariant(functionName(method).name)
            : column == Type  ? QVariant(tr("method"))
                              : QVariant();
    case Qt::ToolTipRole: return shown(method);
    case LinkedTypeRole: return QString();
    case MethodRole: return QString::fromStdString(method);
    case MutedRole: return column == Type;
    default: return {};
    }
}

QVariant LayoutModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto column = Column(index.column());
    if (role == Qt::TextAlignmentRole)
        return column == Offset || column == Size ? QVariant(int(Qt::AlignRight | Qt::AlignVCenter)) : QVariant();
    const auto row = size_t(index.row());
    return row < m_layout.rows.size() ? fieldData(m_layout.rows[row], column, role)
                                      : methodData(m_methods[row - m_layout.rows.size()], column, role);
}

QVariant LayoutModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (Column(section)) {
    case Offset: return tr("Offset");
    case Size: return tr("Bytes");
    case Name: return tr("Field");
    case Type: return tr("Type");
    case ColumnCount: break;
    }
    return {};
}

}
