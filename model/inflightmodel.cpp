// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/inflightmodel.h"

#include "model/format.h"

#include <algorithm>
#include <array>

namespace Freezeframe
{

namespace
{

constexpr unsigned kindBits = 8; ///< of an internal id: 0 of kinds, else kind + 1, and above it item + 1 of facts

/// What a row says beside its title: the first of these that it has.
constexpr std::array shownFacts = std::to_array<std::string_view>(
    {"since", "peer", "host", "phase", "trace_id", "deadline", "done", "cause", "fires", "every", "serves", "reads",
     "value", "pid", "fd", "label", "state", "at"});
constexpr size_t mostShown = 4;

QString kindText(size_t kind)
{
    switch (InFlight::Kind(kind)) {
    case InFlight::Kind::Served: return InFlightModel::tr("Requests served");
    case InFlight::Kind::Made: return InFlightModel::tr("Requests made");
    case InFlight::Kind::Queries: return InFlightModel::tr("Database queries");
    case InFlight::Kind::Databases: return InFlightModel::tr("Database pools");
    case InFlight::Kind::Contexts: return InFlightModel::tr("Contexts");
    case InFlight::Kind::Timers: return InFlightModel::tr("Timers");
    case InFlight::Kind::Connections: return InFlightModel::tr("Connections");
    case InFlight::Kind::Listeners: return InFlightModel::tr("Listening sockets");
    case InFlight::Kind::Files: return InFlightModel::tr("Open files");
    case InFlight::Kind::Children: break;
    }
    return InFlightModel::tr("Child processes");
}

QString factText(const InFlightItem::Fact &fact)
{
    return shown(fact.key).replace(QLatin1Char('_'), QLatin1Char(' ')) + QLatin1String(": ") + shown(fact.text);
}

QString detailsOf(const InFlightItem &item)
{
    QStringList details;
    for (const std::string_view key : shownFacts) {
        const auto fact = std::ranges::find(item.facts, key, &InFlightItem::Fact::key);
        if (fact == item.facts.end() || size_t(details.size()) >= mostShown)
            continue;
        const bool saysAll = key == "at" || key == "state" || key == "trace_id" || key == "phase" || key == "label"
            || key == "value" || key == "serves";
        details.append(saysAll ? shown(fact->text) : factText(*fact));
    }
    return details.join(QStringLiteral(" · "));
}

}

void InFlightModel::setInFlight(std::shared_ptr<const InFlight> found)
{
    beginResetModel();
    m_found = std::move(found);
    endResetModel();
}

InFlightModel::Place InFlightModel::placeOf(const QModelIndex &index) const
{
    Place place;
    if (!m_found || !index.isValid() || !checkIndex(index, CheckIndexOption::IndexIsValid))
        return place;
    const quint64 id = index.internalId();
    place.kind = id == 0 ? size_t(index.row()) : size_t((id & 0xff) - 1);
    if (place.kind >= InFlight::kinds)
        return place;
    place.section = &m_found->sections[place.kind];
    if (id == 0)
        return place;
    const quint64 item = id >> kindBits;
    place.item = item == 0 ? size_t(index.row()) : size_t(item - 1);
    if (item != 0)
        place.fact = size_t(index.row());
    return place;
}

QModelIndex InFlightModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    if (!parent.isValid())
        return createIndex(row, column, quintptr(0));
    if (parent.internalId() == 0)
        return createIndex(row, column, quintptr(parent.row()) + 1);
    return createIndex(row, column, parent.internalId() | ((quintptr(parent.row()) + 1) << kindBits));
}

QModelIndex InFlightModel::parent(const QModelIndex &child) const
{
    if (!child.isValid() || child.internalId() == 0)
        return {};
    const quintptr item = child.internalId() >> kindBits;
    if (item == 0)
        return createIndex(int(child.internalId() - 1), 0, quintptr(0));
    return createIndex(int(item - 1), 0, child.internalId() & 0xff);
}

int InFlightModel::rowCount(const QModelIndex &parent) const
{
    if (!m_found)
        return 0;
    if (!parent.isValid())
        return int(InFlight::kinds);
    if (parent.column() != 0)
        return 0;
    const Place place = placeOf(parent);
    if (!place.section || place.fact)
        return 0;
    if (!place.item)
        return int(place.section->items.size() + place.section->unanswered.size());
    return *place.item < place.section->items.size() ? int(place.section->items[*place.item].facts.size()) : 0;
}

int InFlightModel::columnCount(const QModelIndex & /*parent*/) const
{
    return ColumnCount;
}

QVariant InFlightModel::kindData(const Place &place, int column, int role) const
{
    const uint64_t count = place.section->items.size() + place.section->leftOut;
    switch (role) {
    case Qt::DisplayRole:
        return column == What ? QVariant(kindText(place.kind))
            : column == Details
            ? QVariant(count == 0                       ? tr("none")
                           : place.section->leftOut > 0 ? tr("%1, not all are listed").arg(countText(count))
                                                        : countText(count))
            : QVariant();
    case KindRole: return true;
    case MutedRole: return count == 0;
    case CountRole: return quint64(count);
    default: return {};
    }
}

QVariant InFlightModel::itemData(const InFlightItem &item, int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        if (column == What)
            return shown(item.title);
        if (column == Details)
            return detailsOf(item);
        return item.goroutine ? QVariant(QString::number(*item.goroutine)) : QVariant();
    case GoroutineRole: return item.goroutine ? QVariant(quint64(*item.goroutine)) : QVariant();
    case AddressRole: return item.address ? QVariant(quint64(item.address->value)) : QVariant();
    case FilterTextRole: {
        QString text
            = shown(item.title) + QLatin1Char(' ') + (item.goroutine ? QString::number(*item.goroutine) : QString());
        for (const InFlightItem::Fact &fact : item.facts)
            text += QLatin1Char(' ') + factText(fact);
        return text;
    }
    default: return {};
    }
}

QVariant InFlightModel::factData(const InFlightItem::Fact &fact, int column, int role) const
{
    if (role == MutedRole)
        return column == What;
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    if (column == What)
        return shown(fact.key).replace(QLatin1Char('_'), QLatin1Char(' '));
    return column == Details ? QVariant(shown(fact.text)) : QVariant();
}

QVariant InFlightModel::data(const QModelIndex &index, int role) const
{
    const Place place = placeOf(index);
    if (!place.section)
        return {};
    if (role == Qt::TextAlignmentRole)
        return index.column() == Goroutine ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    if (!place.item)
        return kindData(place, index.column(), role);
    const auto &items = place.section->items;
    if (*place.item >= items.size()) {
        const size_t sentence = *place.item - items.size();
        if (role == MutedRole)
            return true;
        const bool isText = role == Qt::DisplayRole || role == Qt::ToolTipRole || role == FilterTextRole;
        return isText && index.column() == What && sentence < place.section->unanswered.size()
            ? QVariant(shown(place.section->unanswered[sentence]))
            : QVariant();
    }
    const InFlightItem &item = items[*place.item];
    if (!place.fact)
        return itemData(item, index.column(), role);
    return *place.fact < item.facts.size() ? factData(item.facts[*place.fact], index.column(), role) : QVariant();
}

QVariant InFlightModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return section == Goroutine ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                                    : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    return section == What ? tr("In flight") : section == Details ? tr("Details") : tr("Goroutine");
}

}
