// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/variablemodel.h"

#include "model/format.h"

#include <QPointer>

#include <algorithm>

namespace Freezeframe
{

VariableModel::VariableModel(QObject *parent)
    : QAbstractItemModel(parent)
    , m_nodes(1)
{
}

void VariableModel::setVariables(std::vector<VariableInfo> variables, int line)
{
    beginResetModel();
    ++m_generation;
    m_nodes.clear();
    m_nodes.emplace_back();
    m_line = line;
    m_reasonNode = root;
    m_reason.clear();
    m_given.clear();
    std::vector<quintptr> folded;
    const bool hasFold = m_folds && std::ranges::count_if(variables, &VariableInfo::isAside) > 1;
    for (VariableInfo &variable : variables) {
        std::vector<quintptr> &rows = hasFold && variable.isAside() ? folded : m_nodes[root].children;
        m_given.push_back(addNode(std::move(variable), root, int(rows.size())));
        rows.push_back(m_given.back());
    }
    if (hasFold)
        addFold(folded);
    endResetModel();
}

void VariableModel::addFold(const std::vector<quintptr> &folded)
{
    const quintptr fold = addNode({}, root, int(m_nodes[root].children.size()));
    m_nodes[fold].isFold = true;
    m_nodes[fold].children = folded;
    m_nodes[fold].count = folded.size();
    m_nodes[root].children.push_back(fold);
    for (const quintptr child : folded)
        m_nodes[child].parent = fold;
}

QModelIndex VariableModel::indexOfVariable(int given) const
{
    return given >= 0 && size_t(given) < m_given.size() ? indexOf(m_given[size_t(given)]) : QModelIndex();
}

void VariableModel::setReason(int given, const QString &reason)
{
    const QModelIndex place = indexOfVariable(given);
    if (!place.isValid())
        return;
    m_reasonNode = place.internalId();
    m_reason = reason;
    Q_EMIT dataChanged(place, place.siblingAtColumn(ColumnCount - 1));
}

void VariableModel::setUncertain(bool uncertain)
{
    if (m_uncertain == uncertain)
        return;
    m_uncertain = uncertain;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

/// What is below @p node: the children of @p info, or of what it holds.
void VariableModel::open(Node &node, const VariableInfo &info)
{
    node.handle = info.held ? info.held->handle : info.handle;
    node.count = node.handle == 0 ? 0 : info.held ? info.held->childCount : info.childCount;
}

quintptr VariableModel::addNode(VariableInfo info, quintptr parent, int row)
{
    Node node;
    open(node, info);
    if (info.held && info.held->isText) {
        info.isText = true;
        info.handle = info.held->handle; // whose text it is
        info.length = info.held->length;
    }
    node.info = std::move(info);
    node.parent = parent;
    node.row = row;
    m_nodes.push_back(std::move(node));
    return m_nodes.size() - 1;
}

quintptr VariableModel::nodeId(const QModelIndex &index) const
{
    return index.isValid() ? index.internalId() : root;
}

QModelIndex VariableModel::indexOf(quintptr node) const
{
    return node == root ? QModelIndex() : createIndex(m_nodes[node].row, 0, node);
}

void VariableModel::setFormed(const QModelIndex &index, const QString &text)
{
    if (!index.isValid() || index.model() != this)
        return;
    const quintptr id = nodeId(index);
    m_nodes[id].formed = text;
    Q_EMIT dataChanged(createIndex(m_nodes[id].row, 0, id), createIndex(m_nodes[id].row, ColumnCount - 1, id));
}

const VariableInfo *VariableModel::variable(const QModelIndex &index) const
{
    if (!index.isValid() || m_nodes[nodeId(index)].isRange || m_nodes[nodeId(index)].isFold)
        return nullptr;
    return &m_nodes[nodeId(index)].info;
}

QModelIndex VariableModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, m_nodes[nodeId(parent)].children[size_t(row)]);
}

QModelIndex VariableModel::parent(const QModelIndex &child) const
{
    return child.isValid() ? indexOf(m_nodes[nodeId(child)].parent) : QModelIndex();
}

int VariableModel::rowCount(const QModelIndex &parent) const
{
    return parent.column() > 0 ? 0 : int(m_nodes[nodeId(parent)].children.size());
}

int VariableModel::columnCount(const QModelIndex & /*parent*/) const
{
    return ColumnCount;
}

bool VariableModel::hasChildren(const QModelIndex &parent) const
{
    if (parent.column() > 0)
        return false;
    const Node &node = m_nodes[nodeId(parent)];
    return !node.children.empty() || (parent.isValid() && node.count > 0 && !node.failed);
}

bool VariableModel::canFetchMore(const QModelIndex &parent) const
{
    if (!parent.isValid() || parent.column() > 0)
        return false;
    const Node &node = m_nodes[nodeId(parent)];
    if (node.asking || node.failed || node.count == 0)
        return false;
    // Ranges come all at once: there are a hundred at most.
    return node.count > rangesFrom ? node.children.empty() : node.children.size() < node.count;
}

void VariableModel::fetchMore(const QModelIndex &parent)
{
    if (!canFetchMore(parent))
        return;
    const quintptr id = nodeId(parent);
    Node &node = m_nodes[id];
    if (node.count > rangesFrom) {
        addRanges(id);
        return;
    }
    if (!m_fetcher)
        return;
    node.asking = true;
    const uint64_t done = node.children.size();
    m_fetcher(node.handle, node.first + done, std::min(pageSize, node.count - done),
              [model = QPointer(this), id, generation = m_generation](Children children) {
                  if (model)
                      model->receive(id, generation, std::move(children));
              });
}

void VariableModel::addRanges(quintptr id)
{
    const uint64_t count = m_nodes[id].count;
    const uint64_t first = m_nodes[id].first;
    uint64_t step = 100;
    while (count / step > 100)
        step *= 100;
    const uint64_t ranges = (count + step - 1) / step;
    beginInsertRows(indexOf(id), 0, int(ranges) - 1);
    for (uint64_t i = 0; i < ranges; ++i) {
        VariableInfo info;
        info.handle = m_nodes[id].handle;
        const uint64_t size = std::min(step, count - i * step);
        const uint64_t begin = first + i * step;
        info.childCount = size;
        info.name = "[" + std::to_string(begin) + ".." + std::to_string(begin + size - 1) + "]";
        const quintptr child = addNode(std::move(info), id, int(i));
        m_nodes[child].isRange = true;
        m_nodes[child].first = begin;
        m_nodes[id].children.push_back(child);
    }
    endInsertRows();
}

bool VariableModel::isBarePointee(const Node &node, const Children &children)
{
    if (node.count != 1 || node.followed >= mostFollowed || !node.children.empty() || !children
        || children->size() != 1)
        return false;
    const VariableInfo &pointee = children->front();
    const bool isText = pointee.held ? pointee.held->isText : pointee.isText;
    const uint64_t count = pointee.held ? pointee.held->childCount : pointee.childCount;
    return pointee.name.starts_with('*') && count > 0 && !isText && pointee.handle != 0;
}

void VariableModel::receive(quintptr id, quint64 generation, Children children)
{
    if (generation != m_generation)
        return;
    Node &node = m_nodes[id];
    node.asking = false;
    if (isBarePointee(node, children)) {
        // A pointer opens as what it points to: one step less to the fields.
        ++node.followed;
        open(node, children->front());
        fetchMore(indexOf(id));
        return;
    }
    std::vector<VariableInfo> list;
    if (children) {
        list = std::move(*children);
        // Fewer than promised: the rest does not exist.
        if (list.empty())
            node.count = node.children.size();
    } else {
        node.failed = true;
        list.emplace_back().error = children.error();
    }
    list.resize(std::min<size_t>(list.size(), node.failed ? 1 : size_t(node.count - node.children.size())));
    if (list.empty())
        return;
    const auto first = int(node.children.size());
    beginInsertRows(indexOf(id), first, first + int(list.size()) - 1);
    for (VariableInfo &info : list) {
        const quintptr child = addNode(std::move(info), id, int(m_nodes[id].children.size()));
        m_nodes[id].children.push_back(child);
    }
    endInsertRows();
}

QString VariableModel::valueText(const VariableInfo &info) const
{
    if (info.optimizedOut)
        return tr("optimised out");
    if (info.notYetAssigned)
        return m_line > 0 ? tr("not yet assigned on line %1").arg(m_line) : tr("not yet assigned");
    if (info.error && info.value.empty())
        return absenceText(*info.error);
    return shown(info.held ? info.held->value : info.value);
}

QString VariableModel::foldText(const Node &node) const
{
    const auto lost
        = std::ranges::count_if(node.children, [this](quintptr child) { return m_nodes[child].info.optimizedOut; });
    QStringList parts;
    if (lost > 0)
        parts.append(tr("%n optimised out", nullptr, int(lost)));
    if (const auto results = qsizetype(node.children.size()) - lost; results > 0)
        parts.append(tr("%n results of inlined calls", nullptr, int(results)));
    return parts.join(QLatin1String(", "));
}

QString VariableModel::text(const Node &node, Column column) const
{
    switch (column) {
    case Name: return node.isFold ? foldText(node) : shown(node.info.name);
    case Value:
        if (!node.formed.isEmpty())
            return node.formed;
        return node.isFold ? QString()
            : node.isRange ? tr("%1 elements").arg(countText(node.count))
                           : valueText(node.info);
    case Type:
        return node.info.held ? tr("%1 (%2)").arg(shortType(node.info.held->type), shortType(node.info.type))
                              : shortType(node.info.type);
    case ColumnCount: break;
    }
    return {};
}

QString VariableModel::badge(const VariableInfo &info) const
{
    if (!info.recovered.empty() && !info.optimizedOut)
        return info.recovered == "memory" ? tr("as in memory now") : tr("as passed");
    if (info.leftOver && !info.optimizedOut && !info.notYetAssigned)
        return tr("left over");
    if (info.isArgument)
        return tr("argument");
    if (info.isResult)
        return tr("result");
    return info.isCaptured ? tr("captured") : QString();
}

QString VariableModel::toolTip(const Node &node, Column column) const
{
    QStringList lines{column == Type ? shown(node.info.type) : text(node, column)};
    if (column == Type && node.info.held)
        lines = {tr("%1, held by an interface %2").arg(shown(node.info.held->type), shown(node.info.type))};
    if (column == Name) {
        if (node.info.expression != node.info.name)
            lines.append(shown(node.info.expression));
        if (!node.info.recovered.empty()) {
            lines.append(tr("as passed to the function: the debug information has lost it, but %1")
                             .arg(shown(node.info.recoveredFrom)));
        }
        if (node.info.recovered == "memory")
            lines.append(tr("read from memory as it is now: it may have changed since the call"));
        if (node.info.leftOver)
            lines.append(tr("left over: the code after the call does not use it, so what it points to may be stale"));
        if (node.info.shadowed)
            lines.append(tr("shadowed: an inner variable of the same name hides it on this line"));
        if (node.info.isEscaped)
            lines.append(tr("on the heap"));
        if (node.info.address)
            lines.append(tr("at %1").arg(addressText(*node.info.address)));
    }
    if (column == Value && !node.info.meaning.empty())
        lines.append(shown(node.info.meaning));
    if (node.info.error)
        lines.append(errorText(*node.info.error));
    lines.removeAll(QString());
    // A value of many lines is for the value window.
    for (QString &line : lines)
        line.truncate(1000);
    return lines.join(QLatin1Char('\n'));
}

QVariant VariableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const quintptr id = nodeId(index);
    const Node &node = m_nodes[id];
    const auto column = Column(index.column());
    if (role == Qt::DisplayRole)
        return text(node, column);
    if (role == Qt::ToolTipRole)
        return toolTip(node, column);
    if (role == CopyRole)
        return text(node, Name) + QLatin1String(" = ") + text(node, Value);
    if (role == FoldRole)
        return node.isFold;
    if (role == MutedRole)
        return column == Type || node.isRange || node.isFold || (column == Name && node.info.shadowed);
    return data(node, id, role);
}

QVariant VariableModel::data(const Node &node, quintptr id, int role) const
{
    const VariableInfo &info = node.info;
    switch (role) {
    case HandleRole: return quint64(node.handle);
    case BadgeRole: return badge(info);
    case MeaningRole:
        if (info.held && info.held->value == "nil" && !info.error)
            return tr("held by an interface that is not nil");
        // What the value says in words already is not said again.
        return info.error && info.value.empty() && info.meaning.empty() && !info.optimizedOut && !info.notYetAssigned
                && errorText(*info.error).compare(absenceText(*info.error), Qt::CaseInsensitive) != 0
            ? errorText(*info.error)
            : shown(info.meaning);
    case AbsentRole: return info.optimizedOut || info.notYetAssigned || (info.error && info.value.empty());
    case ReasonRole: return id == m_reasonNode ? m_reason : QString();
    case CrashedRole: return id == m_reasonNode && !m_reason.isEmpty();
    case ExpressionRole: return shown(info.expression);
    case AddressRole: return info.address ? QVariant(quint64(info.address->value)) : QVariant();
    case LengthRole: return info.length ? QVariant(quint64(*info.length)) : QVariant();
    case IsTextRole: return info.isText;
    case ErrorRole: return info.error && !info.optimizedOut ? errorText(*info.error) : QString();
    case UncertainRole: return m_uncertain;
    case NilRole: return info.isNil;
    case FormRole: return !node.formed.isEmpty();
    default: return {};
    }
}

QVariant VariableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (Column(section)) {
    case Name: return tr("Name");
    case Value: return tr("Value");
    case Type: return tr("Type");
    case ColumnCount: break;
    }
    return {};
}

}
