// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "model/format.h"
#include "model/goroutinedistinction.h"
#include "model/goroutineplaces.h"
#include "model/roles.h"

#include <QAbstractItemModel>
#include <QHash>

namespace Freezeframe
{

/// The goroutine list, flat or in groups, over an immutable arrangement: a row is an array read. GUI thread.
/// A group shows its first goroutines and a row "Show 168 more".
class GoroutineModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Column : int { Count, Where, State, Time, Value, ColumnCount };
    enum class RowKind { Goroutine, Group, More };
    Q_ENUM(RowKind)
    enum Role : int {
        KindRole = OwnRole, ///< RowKind
        IdRole, ///< goroutine id, of a group its first
        PackageRole, ///< muted first part of the function's name
        FunctionRole,
        BesidesRole, ///< of a group: "← Pricer.lookup", "cache.go:44"
        LabelsRole, ///< label values
        ShareRole, ///< of a group: its part of the largest group, 0 to 1
        UncertainRole, ///< bool: names may be wrong
        MarksRole, ///< words that the filter looks for
    };

    explicit GoroutineModel(QObject *parent = nullptr);

    void setArrangement(std::shared_ptr<const GoroutineArrangement> arrangement);
    /// The executable was forced: every name is marked.
    void setUncertain(bool uncertain);
    [[nodiscard]] const GoroutineArrangement &arrangement() const { return *m_arrangement; }
    [[nodiscard]] const std::shared_ptr<const GoroutineArrangement> &sharedArrangement() const { return m_arrangement; }
    /// The row of goroutine @p id, made visible in its group if need be; invalid if it is hidden.
    [[nodiscard]] QModelIndex indexOf(quint64 id);
    void showMore(const QModelIndex &moreRow);
    /// Goroutines whose arguments would tell @p index from its neighbours, and were not read so far: it, and the first of
    /// its group to compare it with. None if labels tell it, or nothing has to.
    [[nodiscard]] QList<quint64> missingTraits(const QModelIndex &index) const;
    [[nodiscard]] const GoroutineDistinction &distinction() const { return m_distinction; }
    void addTraits(std::vector<std::pair<quint64, GoroutineTraits>> traits);

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &child) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] bool hasChildren(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    static constexpr uint32_t firstShown = 15;
    static constexpr uint32_t shownMore = 1000;

    [[nodiscard]] bool isGrouped() const { return m_arrangement->grouping != GoroutineGrouping::None; }
    [[nodiscard]] uint32_t shownOf(const GoroutineArrangement::Group &group) const;
    [[nodiscard]] RowKind kindOf(const QModelIndex &index) const;
    [[nodiscard]] const GoroutineArrangement::Group *groupOf(const QModelIndex &index) const;
    /// Row of the table behind a group (its first) or a goroutine.
    [[nodiscard]] uint32_t tableRow(const QModelIndex &index) const;
    [[nodiscard]] QString text(const QModelIndex &index) const;
    [[nodiscard]] QString whereText(const QModelIndex &index) const;
    [[nodiscard]] QString stateText(const QModelIndex &index) const;
    [[nodiscard]] QString toolTip(const QModelIndex &index) const;
    /// What tells a goroutine from the others of its group.
    [[nodiscard]] QString distinctionText(const QModelIndex &index) const;
    void chooseTraits();
    [[nodiscard]] QString labelsText(uint32_t row, bool withKeys) const;
    [[nodiscard]] GoroutinePlaces places() const { return GoroutinePlaces(*m_arrangement); }
    [[nodiscard]] FunctionName nameText(const QModelIndex &index) const;
    [[nodiscard]] QString whereHeader() const;
    [[nodiscard]] QString valueText(const QModelIndex &index) const;
    [[nodiscard]] SourceLocation placeAt(const QModelIndex &index) const;
    [[nodiscard]] std::string_view functionAt(const QModelIndex &index) const;
    [[nodiscard]] QString errorOf(const QModelIndex &index) const;
    [[nodiscard]] QVariant sortKey(const QModelIndex &index) const;

    std::shared_ptr<const GoroutineArrangement> m_arrangement;
    QHash<uint32_t, uint32_t> m_shown; ///< group key → goroutines shown, where more than the first
    int m_removedMore = -1; ///< group whose row "more" is on its way
    bool m_uncertain = false;
    GoroutineDistinction m_distinction;
};

}
