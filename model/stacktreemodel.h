// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/analysis/stacktree.h"
#include "model/roles.h"

#include <QAbstractItemModel>

namespace Freezeframe
{

/// The stacks of all goroutines as a tree of calls, outermost first, over an immutable StackTree. GUI thread.
class StackTreeModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Column : int { Function, Goroutines, Self, State, ColumnCount };
    enum Role : int {
        PackageRole = OwnRole, ///< muted first part of the function's name
        FunctionRole,
        RepeatsRole, ///< "×998"
        ShareRole, ///< of all goroutines, 0 to 1
        NodeRole, ///< index of the node in the tree
    };

    explicit StackTreeModel(QObject *parent = nullptr);
    /// Of all goroutines but the system's.
    [[nodiscard]] static StackTreeRequest request(bool hideRuntime);
    void setTree(std::shared_ptr<const StackTree> tree);
    [[nodiscard]] const std::shared_ptr<const StackTree> &tree() const { return m_tree; }
    [[nodiscard]] QModelIndex indexOf(uint32_t node) const;
    /// "orders.(*Worker).run  ×3".
    [[nodiscard]] static QString title(const StackTree &tree, uint32_t node);
    /// Title, how many of all, how many are nowhere deeper, what they do.
    [[nodiscard]] static QString description(const StackTree &tree, uint32_t node);

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &child) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString text(const QModelIndex &index) const;

    std::shared_ptr<const StackTree> m_tree;
};

}
