// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/inspect/memorysearch.h"
#include "model/roles.h"

#include <QAbstractTableModel>

namespace Freezeframe
{

/// Where a search of memory found what it looked for, ascending, growing while it goes on. GUI thread.
class MatchModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column : int { Start, Bytes, Place, ColumnCount };
    enum Role : int { AddressRole = OwnRole };

    using QAbstractTableModel::QAbstractTableModel;
    /// How what was found is shown.
    enum class Form { Text, Bytes, Number };
    void begin(Form form);
    void append(std::vector<MemoryMatch> matches);
    /// The row of the first match behind @p address, or before it; none if there is none.
    [[nodiscard]] std::optional<int> next(Address address) const;
    [[nodiscard]] std::optional<int> previous(Address address) const;
    [[nodiscard]] Address address(int row) const { return m_matches.at(size_t(row)).address; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString bytesText(const MemoryMatch &match) const;

    std::vector<MemoryMatch> m_matches;
    Form m_form = Form::Text;
};

}
