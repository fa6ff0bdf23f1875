// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/analysis/goroutinearrangement.h"
#include "backend/answers/snapshot.h"

#include <QHash>
#include <QString>

#include <functional>

namespace Freezeframe
{

/// What tells the goroutines of a group from each other, as far as their arguments were read. A value type.
class GoroutineDistinction
{
public:
    [[nodiscard]] bool isKnown(quint64 id) const { return m_traits.contains(id); }
    void add(quint64 id, GoroutineTraits traits) { m_traits.insert(id, std::move(traits)); }
    [[nodiscard]] qsizetype count() const { return m_traits.size(); }
    [[nodiscard]] bool isEmpty() const { return m_traits.isEmpty(); }
    void clear() { *this = {}; }
    /// Goroutines of @p group that were not read so far: @p id, and the first of them to compare it with.
    [[nodiscard]] QList<quint64> missing(const GoroutineArrangement &list, const GoroutineArrangement::Group &group,
                                         quint64 id) const;
    /// Chooses by which argument the goroutines of each group differ most, of those that were read: there are no more of
    /// them than somebody has looked at. @p shown: how many of a group can be seen.
    void choose(const GoroutineArrangement &list,
                const std::function<uint32_t(const GoroutineArrangement::Group &)> &shown);
    [[nodiscard]] bool hasChosen(uint32_t group) const { return m_choices.contains(group); }
    /// "key = "ord-000224"", "waits for chan int at 0xc000…": what was chosen for its group; empty: it does not have that.
    [[nodiscard]] QString text(quint64 id, uint32_t group) const;
    /// All that was read of it, a line each.
    [[nodiscard]] QStringList all(quint64 id) const;

private:
    /// By which argument these differ most; empty if none does.
    [[nodiscard]] QString chosenOf(const QList<quint64> &ids) const;

    /// The choice of what they wait for, if that differs; counts it for text().
    [[nodiscard]] QString waitsOf(const QList<quint64> &ids, uint32_t group);

    QHash<quint64, GoroutineTraits> m_traits;
    QHash<uint32_t, QString> m_choices; ///< by key of the group
    /// By key of the group: how many of its goroutines wait for each thing.
    QHash<uint32_t, QHash<std::string, qsizetype>> m_waiting;
};

}
