// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "gui/stacktreedelegate.h"

#include "model/stacktreemodel.h"

namespace Freezeframe
{

RowDelegate::Line StackTreeDelegate::line(const QModelIndex &index) const
{
    const QString text = index.data().toString();
    Line line;
    switch (StackTreeModel::Column(index.column())) {
    case StackTreeModel::Function:
        line.marks = m_marks;
        line.left = functionRuns(index.data(StackTreeModel::PackageRole).toString(),
                                 index.data(StackTreeModel::FunctionRole).toString());
        line.left.append(
            Run::plain(index.data(StackTreeModel::RepeatsRole).toString(), Theme::Role::Muted, Run::Plain, 1));
        break;
    case StackTreeModel::Goroutines:
        line.left = {Run::bar(index.data(StackTreeModel::ShareRole).toDouble())};
        line.right = {Run::plain(text)};
        break;
    case StackTreeModel::Self: line.right = {Run::plain(text)}; break;
    case StackTreeModel::State: line.left = {Run::plain(text, Theme::Role::Muted, Run::Plain, 1)}; break;
    case StackTreeModel::ColumnCount: break;
    }
    return line;
}

}
