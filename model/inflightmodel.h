// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/inflight.h"
#include "model/roles.h"

#include <QAbstractItemModel>

#include <memory>

namespace Freezeframe
{

/// What was in flight: a row a kind, below it each thing of that kind, below that what is known of it. GUI thread.
class InFlightModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Column : int { What, Details, Goroutine, ColumnCount };
    enum Role : int {
        KindRole = OwnRole, ///< true of rows of kinds
        CountRole, ///< things of a kind
        GoroutineRole, ///< that a row tells of; invalid if none
        AddressRole, ///< of what a row tells of
        FilterTextRole, ///< all that a thing says, one line
    };

    using QAbstractItemModel::QAbstractItemModel;
    void setInFlight(std::shared_ptr<const InFlight> found);

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &child) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Place {
        const InFlight::Section *section = nullptr;
        size_t kind = 0;
        std::optional<size_t> item; ///< or a sentence, if there is no such item
        std::optional<size_t> fact;
    };
    [[nodiscard]] Place placeOf(const QModelIndex &index) const;
    [[nodiscard]] QVariant kindData(const Place &place, int column, int role) const;
    [[nodiscard]] QVariant itemData(const InFlightItem &item, int column, int role) const;
    [[nodiscard]] QVariant factData(const InFlightItem::Fact &fact, int column, int role) const;

    std::shared_ptr<const InFlight> m_found;
};

}
