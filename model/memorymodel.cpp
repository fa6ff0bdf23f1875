// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/memorymodel.h"

#include "model/format.h"

#include <algorithm>

namespace Freezeframe
{

void MemoryModel::setBytes(MemoryBytes bytes)
{
    beginResetModel();
    m_bytes = std::move(bytes);
    endResetModel();
}

int MemoryModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int((m_bytes.bytes.size() + bytesPerRow - 1) / bytesPerRow);
}

int MemoryModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

bool MemoryModel::isMissing(size_t first) const
{
    const size_t end = std::min(first + bytesPerRow, m_bytes.bytes.size());
    for (size_t i = first; i < end; ++i) {
        if (m_bytes.bytes[i])
            return false;
    }
    return true;
}

QString MemoryModel::hexRow(size_t first) const
{
    if (isMissing(first))
        return m_bytes.error ? absenceText(*m_bytes.error) : tr("not in the core");
    QString text;
    for (size_t i = first; i < first + bytesPerRow && i < m_bytes.bytes.size(); ++i) {
        if (i > first)
            text += i % 8 == first % 8 ? QLatin1String("  ") : QLatin1String(" ");
        const auto &byte = m_bytes.bytes[i];
        text += byte ? QStringLiteral("%1").arg(*byte, 2, 16, QLatin1Char('0')) : QStringLiteral("··");
    }
    return text;
}

QString MemoryModel::textRow(size_t first) const
{
    QString text;
    if (isMissing(first))
        return text;
    for (size_t i = first; i < first + bytesPerRow && i < m_bytes.bytes.size(); ++i) {
        const auto &byte = m_bytes.bytes[i];
        text += byte && *byte >= 0x20 && *byte < 0x7f ? QChar(*byte) : QChar(byte ? 0x2e : 0xb7);
    }
    return text;
}

QVariant MemoryModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const size_t first = size_t(index.row()) * bytesPerRow;
    const auto column = Column(index.column());
    if (role == ErrorRole)
        return isMissing(first) && column == Bytes ? hexRow(first) : QString();
    if (role == MutedRole)
        return column == Start;
    if (role != Qt::DisplayRole)
        return {};
    switch (column) {
    case Start: return addressText(m_bytes.address + first);
    case Bytes: return hexRow(first);
    case Text: return textRow(first);
    case ColumnCount: break;
    }
    return {};
}

QVariant MemoryModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (Column(section)) {
    case Start: return tr("Address");
    case Bytes: return tr("Bytes");
    case Text: return tr("Text");
    case ColumnCount: break;
    }
    return {};
}

}
