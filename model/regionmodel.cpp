// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/regionmodel.h"

#include "model/format.h"

namespace Freezeframe
{

QString bytesText(const MemoryRegion &region)
{
    switch (region.bytes) {
    case MemoryRegion::Bytes::InCore: return RegionModel::tr("in the core");
    case MemoryRegion::Bytes::FromFile: return RegionModel::tr("from its file");
    case MemoryRegion::Bytes::CutOff: return RegionModel::tr("cut off");
    case MemoryRegion::Bytes::Absent: break;
    }
    return region.flags == 0 ? RegionModel::tr("reserved") : RegionModel::tr("not in the core");
}

void RegionModel::setRegions(RegionList regions)
{
    beginResetModel();
    m_regions = std::move(regions);
    endResetModel();
}

int RegionModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_regions ? 0 : int(m_regions->size());
}

int RegionModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RegionModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const MemoryRegion &region = (*m_regions)[size_t(index.row())];
    const auto column = Column(index.column());
    const bool isAbsent = region.bytes == MemoryRegion::Bytes::Absent || region.bytes == MemoryRegion::Bytes::CutOff;
    switch (role) {
    case AddressRole: return quint64(region.range.begin.value);
    case EndRole: return quint64(region.range.end.value);
    case MutedRole: return isAbsent || column == Access;
    case Qt::TextAlignmentRole: return column == Size ? QVariant(int(Qt::AlignRight | Qt::AlignVCenter)) : QVariant();
    case SortRole:
        if (column == Start)
            return quint64(region.range.begin.value);
        if (column == Size)
            return quint64(region.range.size());
        [[fallthrough]];
    case Qt::DisplayRole: break;
    default: return {};
    }
    switch (column) {
    case Start: return addressText(region.range.begin);
    case Size: return sizeText(region.range.size());
    case Access: return QString::fromStdString(region.permissions());
    case Bytes: return bytesText(region);
    case What: return shown(region.what);
    case ColumnCount: break;
    }
    return {};
}

QVariant RegionModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (Column(section)) {
    case Start: return tr("Start");
    case Size: return tr("Size");
    case Access: return tr("Access");
    case Bytes: return tr("Bytes");
    case What: return tr("What");
    case ColumnCount: break;
    }
    return {};
}

}
