// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/stacktreemodel.h"

#include "backend/unwind/runtimefunctions.h"
#include "model/format.h"

namespace Freezeframe
{

namespace
{

FunctionName nameOf(const StackTree &tree, const StackTree::Node &node)
{
    if (tree.isOuterRest(node))
        return {{}, StackTreeModel::tr("outer frames, not read")};
    FunctionName name = functionName(tree.name(node));
    if (tree.line(node) > 0)
        name.name += QLatin1Char(':') + QString::number(tree.line(node));
    return name;
}

QString repeatsOf(const StackTree::Node &node)
{
    const std::string repeats = StackTree::repeatsText(node);
    return repeats.empty() ? QString() : QStringLiteral("  ") + QString::fromStdString(repeats);
}

}

StackTreeModel::StackTreeModel(QObject *parent)
    : QAbstractItemModel(parent)
    , m_tree(std::make_shared<const StackTree>())
{
}

void StackTreeModel::setTree(std::shared_ptr<const StackTree> tree)
{
    beginResetModel();
    m_tree = std::move(tree);
    endResetModel();
}

StackTreeRequest StackTreeModel::request(bool hideRuntime)
{
    StackTreeRequest request;
    if (hideRuntime)
        request.isHidden = isRuntimeFunction;
    return request;
}

QModelIndex StackTreeModel::indexOf(uint32_t node) const
{
    if (node == 0 || node >= m_tree->nodes().size())
        return {};
    return createIndex(int(m_tree->nodes()[node].place), 0, quintptr(node));
}

QString StackTreeModel::title(const StackTree &tree, uint32_t node)
{
    if (node == 0 || node >= tree.nodes().size())
        return tr("All goroutines");
    const StackTree::Node &call = tree.nodes()[node];
    return nameOf(tree, call).whole() + repeatsOf(call);
}

QString StackTreeModel::description(const StackTree &tree, uint32_t node)
{
    if (node >= tree.nodes().size())
        return {};
    const StackTree::Node &call = tree.nodes()[node];
    const double percent = tree.rows().empty() ? 0 : 100.0 * call.count / double(tree.rows().size());
    QString text = title(tree, node) + QLatin1Char('\n')
        + tr("%1 of %2 goroutines (%3 %)")
              .arg(countText(call.count), countText(tree.rows().size()), QString::number(percent, 'f', 1));
    if (call.self > 0)
        text += QLatin1Char('\n') + tr("%1 end here: %2").arg(countText(call.self), shown(call.states));
    if (call.isCut)
        text += QLatin1Char('\n') + tr("There are too many different stacks: what lies deeper is left out");
    return text;
}

QModelIndex StackTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    const StackTree::Node &node = m_tree->nodes()[parent.isValid() ? size_t(parent.internalId()) : 0];
    return createIndex(row, column, quintptr(m_tree->children()[node.firstChild + uint32_t(row)]));
}

QModelIndex StackTreeModel::parent(const QModelIndex &child) const
{
    if (!child.isValid())
        return {};
    return indexOf(m_tree->nodes()[size_t(child.internalId())].parent);
}

int StackTreeModel::rowCount(const QModelIndex &parent) const
{
    if (parent.column() > 0 || m_tree->nodes().empty())
        return 0;
    return int(m_tree->nodes()[parent.isValid() ? size_t(parent.internalId()) : 0].childCount);
}

int StackTreeModel::columnCount(const QModelIndex & /*parent*/) const
{
    return ColumnCount;
}

QString StackTreeModel::text(const QModelIndex &index) const
{
    const StackTree::Node &node = m_tree->nodes()[size_t(index.internalId())];
    switch (Column(index.column())) {
    case Function: return title(*m_tree, uint32_t(index.internalId()));
    case Goroutines: return countText(node.count);
    case Self: return node.self > 0 ? countText(node.self) : QString();
    case State: return shown(node.states);
    case ColumnCount: break;
    }
    return {};
}

QVariant StackTreeModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const auto number = uint32_t(index.internalId());
    const StackTree::Node &node = m_tree->nodes()[number];
    switch (role) {
    case Qt::DisplayRole: return text(index);
    case Qt::ToolTipRole: return description(*m_tree, number);
    case Qt::TextAlignmentRole:
        return index.column() == Goroutines || index.column() == Self ? int(Qt::AlignRight | Qt::AlignVCenter)
                                                                      : int(Qt::AlignLeft | Qt::AlignVCenter);
    case PackageRole: return nameOf(*m_tree, node).package;
    case FunctionRole: return nameOf(*m_tree, node).name;
    case RepeatsRole: return repeatsOf(node);
    case ShareRole: return m_tree->rows().empty() ? 0.0 : double(node.count) / double(m_tree->rows().size());
    case NodeRole: return number;
    default: return {};
    }
}

QVariant StackTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole && (section == Goroutines || section == Self))
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (Column(section)) {
    case Function: return tr("Function");
    case Goroutines: return tr("Goroutines");
    case Self: return tr("End Here");
    case State: return tr("State");
    case ColumnCount: break;
    }
    return {};
}

}
