// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/inspect/typelayout.h"
#include "model/roles.h"

#include <QAbstractTableModel>

namespace Freezeframe
{

/// How a type lies in memory: its fields and the padding between them, then its methods. GUI thread.
class LayoutModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column : int { Offset, Size, Name, Type, ColumnCount };
    enum Role : int {
        LinkedTypeRole = OwnRole, ///< the full name of the type that the row leads to; empty: none
        MethodRole, ///< the full name of the method that the row is; empty: none
    };
    using QAbstractTableModel::QAbstractTableModel;
    void setType(const TypeInfo &type);
    void clear() { setType({}); }
    [[nodiscard]] uint64_t padding() const { return m_layout.padding; }

    /// What a type's name is of, where that has a name of its own: "cache.Entry" of "map[string]*cache.Entry".
    [[nodiscard]] static std::string namedPart(std::string_view type);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QVariant fieldData(const TypeLayout::Row &row, Column column, int role) const;
    [[nodiscard]] QVariant methodData(const std::string &method, Column column, int role) const;

    TypeLayout m_layout;
    std::vector<std::string> m_methods;
};

}
