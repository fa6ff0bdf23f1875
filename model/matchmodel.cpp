// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/matchmodel.h"

#include "model/format.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace Freezeframe
{

void MatchModel::begin(Form form)
{
    beginResetModel();
    m_matches.clear();
    m_form = form;
    endResetModel();
}

void MatchModel::append(std::vector<MemoryMatch> matches)
{
    if (matches.empty())
        return;
    const int first = rowCount();
    beginInsertRows({}, first, first + int(matches.size()) - 1);
    std::ranges::move(matches, std::back_inserter(m_matches));
    endInsertRows();
}

std::optional<int> MatchModel::next(Address address) const
{
    const auto found = std::ranges::upper_bound(m_matches, address, {}, &MemoryMatch::address);
    return found == m_matches.end() ? std::nullopt : std::optional(int(found - m_matches.begin()));
}

std::optional<int> MatchModel::previous(Address address) const
{
    const auto found = std::ranges::lower_bound(m_matches, address, {}, &MemoryMatch::address);
    return found == m_matches.begin() ? std::nullopt : std::optional(int(found - m_matches.begin()) - 1);
}

int MatchModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_matches.size());
}

int MatchModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString MatchModel::bytesText(const MemoryMatch &match) const
{
    constexpr size_t mostBytes = 16;
    if (m_form == Form::Bytes)
        return QString::fromLatin1(
            QByteArray(match.bytes.data(), qsizetype(std::min(match.bytes.size(), mostBytes))).toHex(' '));
    if (m_form == Form::Text) // the line that it is in
        return shown(std::string_view(match.bytes).substr(0, match.bytes.find_first_of(std::string_view("\0\n", 2))));
    if (match.bytes.size() > sizeof(uint64_t))
        return {};
    static_assert(std::endian::native == std::endian::little); // as the cores that can be opened
    uint64_t value = 0;
    std::memcpy(&value, match.bytes.data(), match.bytes.size());
    return addressText(Address{value});
}

QVariant MatchModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const MemoryMatch &match = m_matches[size_t(index.row())];
    if (role == AddressRole)
        return quint64(match.address.value);
    if (role != Qt::DisplayRole)
        return {};
    switch (Column(index.column())) {
    case Start: return addressText(match.address);
    case Bytes: return bytesText(match);
    case Place: return shown(match.place);
    case ColumnCount: break;
    }
    return {};
}

QVariant MatchModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (Column(section)) {
    case Start: return tr("Address");
    case Bytes: return m_form == Form::Number ? tr("Value") : m_form == Form::Text ? tr("Text") : tr("Bytes");
    case Place: return tr("Place");
    case ColumnCount: break;
    }
    return {};
}

}
