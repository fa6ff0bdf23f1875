// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/goroutinedistinction.h"

#include "backend/go/functionname.h"
#include "model/format.h"

#include <QCoreApplication>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace Freezeframe
{
namespace
{

using Trait = GoroutineTraits::Trait;

/// By what they wait for; no argument is named so.
constexpr QLatin1StringView waitChoice("\n");

QString tr(const char *text)
{
    return QCoreApplication::translate("GoroutineDistinction", text);
}

/// Function and name, and the how manieth of them: a function may stand twice on a stack.
QString keyOf(const Trait &trait, std::map<std::pair<std::string_view, std::string_view>, int> &seen)
{
    const int number = seen[{trait.function, trait.name}]++;
    return QStringLiteral("%1\n%2\n%3").arg(shown(trait.function), shown(trait.name)).arg(number);
}

/// The program's own values before those of the library, and what says something before addresses.
int rankOf(const Trait &trait)
{
    return (trait.isAddress ? 2 : 0) + (isStandardFunction(trait.function) ? 1 : 0);
}

struct Candidate {
    int rank = 0;
    int position = 0; ///< of the first that has it
    int count = 0;
    std::set<std::string_view> values;
};

}

QList<quint64> GoroutineDistinction::missing(const GoroutineArrangement &list, const GoroutineArrangement::Group &group,
                                             quint64 id) const
{
    QList<quint64> missing;
    constexpr uint32_t compared = 2;
    for (uint32_t i = 0; i < std::min(group.count, compared); ++i)
        missing.append(list.snapshot.table->id[list.rows[group.first + i]]);
    if (!missing.contains(id))
        missing.append(id);
    missing.removeIf([this](quint64 one) { return isKnown(one); });
    return missing;
}

void GoroutineDistinction::choose(const GoroutineArrangement &list,
                                  const std::function<uint32_t(const GoroutineArrangement::Group &)> &shown)
{
    m_choices.clear();
    m_waiting.clear();
    if (m_traits.isEmpty())
        return;
    for (const GoroutineArrangement::Group &group : list.groups) {
        QList<quint64> known;
        for (uint32_t i = group.first; i < group.first + shown(group); ++i) {
            if (const quint64 id = list.snapshot.table->id[list.rows[i]]; isKnown(id))
                known.append(id);
        }
        if (known.isEmpty())
            continue;
        QString choice = chosenOf(known);
        if (choice.isEmpty())
            choice = waitsOf(known, group.key);
        m_choices.insert(group.key, choice);
    }
}

QString GoroutineDistinction::waitsOf(const QList<quint64> &ids, uint32_t group)
{
    QHash<std::string, qsizetype> counts;
    for (const quint64 id : ids) {
        for (const std::string &object : m_traits.constFind(id)->waitsFor)
            ++counts[object];
    }
    if (std::ranges::all_of(counts, [&](qsizetype count) { return count == ids.size(); }))
        return {};
    m_waiting.insert(group, counts);
    return waitChoice;
}

QString GoroutineDistinction::chosenOf(const QList<quint64> &ids) const
{
    std::map<QString, Candidate> candidates;
    for (const quint64 id : ids) {
        const auto traits = m_traits.constFind(id);
        if (traits == m_traits.cend())
            continue;
        std::map<std::pair<std::string_view, std::string_view>, int> seen;
        int position = 0;
        for (const Trait &trait : traits->traits) {
            Candidate &candidate = candidates[keyOf(trait, seen)];
            if (candidate.count++ == 0) {
                candidate.rank = rankOf(trait);
                candidate.position = position;
            }
            candidate.values.insert(trait.value);
            ++position;
        }
    }
    QString best;
    std::tuple<int, int, int> bestScore; // the least is the best
    for (const auto &[key, candidate] : candidates) {
        const std::tuple score(candidate.rank, -int(candidate.values.size()), candidate.position);
        if (candidate.values.size() < 2 || (!best.isEmpty() && score >= bestScore))
            continue;
        best = key;
        bestScore = score;
    }
    return best;
}

QString GoroutineDistinction::text(quint64 id, uint32_t group) const
{
    const QString choice = m_choices.value(group);
    const auto traits = m_traits.constFind(id);
    if (traits == m_traits.cend() || choice.isEmpty())
        return {};
    std::map<std::pair<std::string_view, std::string_view>, int> seen;
    for (const Trait &trait : traits->traits) {
        if (keyOf(trait, seen) == choice)
            return QStringLiteral("%1 = %2").arg(shown(trait.name), shown(trait.value));
    }
    if (choice != waitChoice || traits->waitsFor.empty())
        return {};
    // Of a select's channels the one that fewest others wait for: all may share one, at any place among them.
    const auto &counts = *m_waiting.constFind(group);
    const auto rarest = std::ranges::min_element(traits->waitsFor, {},
                                                 [&](const std::string &object) { return counts.value(object); });
    return tr("waits for %1").arg(shown(*rarest));
}

QStringList GoroutineDistinction::all(quint64 id) const
{
    constexpr int most = 12;
    QStringList lines;
    const auto traits = m_traits.constFind(id);
    if (traits == m_traits.cend())
        return lines;
    for (const Trait &trait : traits->traits) {
        if (lines.size() >= most)
            break;
        lines.append(
            QStringLiteral("%1 = %2  %3").arg(shown(trait.name), shown(trait.value), shortFunction(trait.function)));
    }
    for (const std::string &object : traits->waitsFor)
        lines.append(tr("waits for %1").arg(shown(object)));
    return lines;
}

}
