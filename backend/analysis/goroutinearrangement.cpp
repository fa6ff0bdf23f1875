// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/analysis/goroutinearrangement.h"

#include "backend/analysis/goroutinematcher.h"
#include "backend/analysis/groupkeys.h"
#include "backend/analysis/stackplace.h"

#include <algorithm>
#include <numeric>

namespace Freezeframe
{
namespace
{

constexpr size_t checkStopEvery = 4096;

/// Builds one arrangement, step by step.
class Arranger
{
public:
    Arranger(const GoroutineSnapshot &snapshot, const GoroutineArrangementRequest &request, const std::stop_token &stop)
        : m_request(request)
        , m_stop(stop)
        , m_table(*snapshot.table)
        , m_stacks(snapshot.stacks.get())
        , m_values(snapshot.values.get())
        , m_result(std::make_shared<GoroutineArrangement>())
    {
        m_result->snapshot = snapshot;
        m_result->total = m_table.size();
        m_result->marks = request.filter.marks();
        if (snapshot.crashed)
            m_crashedRow = m_table.find(*snapshot.crashed);
    }

    std::shared_ptr<const GoroutineArrangement> run()
    {
        select();
        // Without stacks there is nothing to group by: the flat list is the first thing that can be shown.
        const GoroutineGrouping grouping = m_request.grouping.grouping;
        const bool isKnown = grouping == GoroutineGrouping::State || grouping == GoroutineGrouping::Wait
            || (grouping == GoroutineGrouping::Value ? m_values != nullptr : m_stacks != nullptr);
        if (grouping == GoroutineGrouping::None || !isKnown) {
            sortRows(m_result->rows.begin(), m_result->rows.end());
            return m_result;
        }
        m_result->grouping = m_request.grouping;
        group();
        return m_result;
    }

private:
    void select();
    void group();
    void makeGroups(const std::vector<uint32_t> &keys, uint32_t keyCount);
    void describe(GoroutineArrangement::Group &group) const;
    void sortGroups();
    void sortRows(std::vector<uint32_t>::iterator begin, std::vector<uint32_t>::iterator end);
    [[nodiscard]] uint32_t stackOf(uint32_t row) const
    {
        return m_stacks && row < m_stacks->stackOf.size() ? m_stacks->stackOf[row] : GoroutineStacks::unknown;
    }
    [[nodiscard]] uint32_t stateOf(uint32_t row) const
    {
        return uint32_t(m_table.status[row]) << 16
            | (m_table.status[row] == uint8_t(GoStatus::Waiting) ? m_table.waitReason[row] : 0U);
    }
    /// Empty: it has none.
    [[nodiscard]] std::string_view valueOf(uint32_t row) const
    {
        return m_values && row < m_values->texts.size() ? std::string_view(m_values->texts[row]) : std::string_view();
    }
    /// Its place among the values in the order that was asked for; what has none comes last in either direction.
    [[nodiscard]] int64_t valueRank(uint32_t row) const
    {
        if (m_values && row < m_values->ranks.size() && m_values->hasValue[row])
            return m_values->ranks[row];
        return m_request.isDescending ? -1 : INT64_MAX;
    }
    /// Of the function that a list shows of the stack.
    [[nodiscard]] uint32_t placeNumber(uint32_t row) const { return m_functions ? m_functions->of(row) : 0; }
    [[nodiscard]] uint32_t labelsOf(uint32_t row) const
    {
        return m_stacks && row < m_stacks->labelSetOf.size() ? m_stacks->labelSetOf[row] : 0;
    }
    /// Ranks, so that a comparison of rows compares integers.
    [[nodiscard]] std::vector<uint32_t> rankStacks() const;

    const GoroutineArrangementRequest &m_request;
    const std::stop_token &m_stop;
    const GoroutineTable &m_table;
    const GoroutineStacks *m_stacks;
    const GoroutineValues *m_values;
    std::optional<GroupKeys> m_functions; ///< of the stacks, if there are any
    std::optional<uint32_t> m_crashedRow;
    std::shared_ptr<GoroutineArrangement> m_result;
};

void Arranger::select()
{
    const GoroutineMatcher matcher(m_request.filter, m_result->snapshot);
    const bool filtered = !m_request.filter.isEmpty();
    m_result->rows.reserve(m_table.size());
    const std::vector<bool> *only = m_request.only.get();
    for (uint32_t row = 0; row < m_table.size(); ++row) {
        if (row % checkStopEvery == 0 && m_stop.stop_requested())
            return;
        if ((only && (row >= only->size() || !(*only)[row])) || (filtered && !matcher.matches(row)))
            ++m_result->hiddenByFilter;
        else if (!m_request.showSystem && m_table.isSystem[row] && row != m_crashedRow)
            ++m_result->hiddenSystem;
        else if (m_request.showOthers || m_table.isSystem[row])
            m_result->rows.push_back(row);
    }
}

void Arranger::group()
{
    const GroupKeys known(m_table, m_stacks, m_request.grouping, m_values);
    std::vector<uint32_t> keys(m_result->rows.size());
    std::ranges::transform(m_result->rows, keys.begin(), [&known](uint32_t row) { return known.of(row); });
    makeGroups(keys, known.count());
    if (m_stacks)
        m_functions.emplace(m_table, m_stacks, GoroutineGrouping::Function);
    for (GoroutineArrangement::Group &group : m_result->groups) {
        if (m_stop.stop_requested())
            return;
        sortRows(m_result->rows.begin() + group.first, m_result->rows.begin() + group.first + group.count);
        describe(group);
    }
    sortGroups();
}

/// A counting sort: one pass to count, one to place.
void Arranger::makeGroups(const std::vector<uint32_t> &keys, uint32_t keyCount)
{
    std::vector<uint32_t> begin(size_t(keyCount) + 2, 0);
    for (const uint32_t key : keys)
        ++begin[key + 1];
    std::partial_sum(begin.begin(), begin.end(), begin.begin());
    std::vector<uint32_t> sorted(keys.size());
    std::vector<uint32_t> next = begin;
    for (size_t i = 0; i < keys.size(); ++i)
        sorted[next[keys[i]]++] = m_result->rows[i];
    m_result->rows = std::move(sorted);
    for (uint32_t key = 0; key <= keyCount; ++key) {
        const uint32_t count = begin[key + 1] - begin[key];
        if (count > 0)
            m_result->groups.push_back({.key = key,
                                        .first = begin[key],
                                        .count = count,
                                        .unread = key == keyCount && m_stacks && !m_stacks->complete});
        m_result->largestGroup = std::max(m_result->largestGroup, count);
    }
}

void Arranger::describe(GoroutineArrangement::Group &group) const
{
    const uint32_t state = stateOf(m_result->rows[group.first]);
    const uint32_t labels = labelsOf(m_result->rows[group.first]);
    const uint32_t place = placeNumber(m_result->rows[group.first]);
    const std::string_view value = valueOf(m_result->rows[group.first]);
    for (uint32_t i = group.first; i < group.first + group.count; ++i) {
        const uint32_t row = m_result->rows[i];
        group.longestWait = std::max(group.longestWait, m_table.waitNanoseconds[row]);
        group.crashed = group.crashed || row == m_crashedRow;
        group.mixedStates = group.mixedStates || stateOf(row) != state;
        group.mixedLabels = group.mixedLabels || labelsOf(row) != labels;
        group.mixedPlaces = group.mixedPlaces || placeNumber(row) != place;
        group.mixedValues = group.mixedValues || valueOf(row) != value;
    }
}

std::vector<uint32_t> Arranger::rankStacks() const
{
    std::vector<uint32_t> order(m_stacks ? m_stacks->stacks.size() : 0);
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::sort(order, {}, [this](uint32_t stack) { return placeOf(m_stacks->stacks[stack]).function; });
    std::vector<uint32_t> ranks(order.size());
    for (uint32_t i = 0; i < order.size(); ++i)
        ranks[order[i]] = i;
    return ranks;
}

void Arranger::sortGroups()
{
    using Group = GoroutineArrangement::Group;
    const auto value = [&](const Group &group) { return valueRank(m_result->rows[group.first]); };
    const std::vector<uint32_t> ranks
        = m_request.order == GoroutineOrder::Where ? rankStacks() : std::vector<uint32_t>{};
    const auto where = [&](const Group &group) {
        const uint32_t stack = stackOf(m_result->rows[group.first]);
        return stack < ranks.size() ? ranks[stack] : uint32_t(ranks.size());
    };
    const auto state = [&](const Group &group) {
        const uint32_t row = m_result->rows[group.first];
        const std::string reason = m_table.waitReasonText(row);
        return reason.empty() || m_table.status[row] != uint8_t(GoStatus::Waiting) ? m_table.statusText(row) : reason;
    };
    const bool descending = m_request.isDescending;
    std::ranges::stable_sort(m_result->groups, [&](const Group &left, const Group &right) {
        // The crash first and what is not known last, whatever the order.
        if (left.crashed != right.crashed)
            return left.crashed;
        if (left.unread != right.unread)
            return right.unread;
        const Group &a = descending ? right : left;
        const Group &b = descending ? left : right;
        switch (m_request.order) {
        case GoroutineOrder::Count: return a.count < b.count;
        case GoroutineOrder::Where: return where(a) < where(b);
        case GoroutineOrder::State: return state(a) < state(b);
        case GoroutineOrder::Time: return a.longestWait < b.longestWait;
        case GoroutineOrder::Value: return value(a) < value(b);
        }
        return false;
    });
}

void Arranger::sortRows(std::vector<uint32_t>::iterator begin, std::vector<uint32_t>::iterator end)
{
    const std::vector<uint32_t> ranks
        = m_request.order == GoroutineOrder::Where && end - begin > 1 ? rankStacks() : std::vector<uint32_t>{};
    const bool descending = m_request.isDescending;
    const auto key = [&](uint32_t row) -> int64_t {
        switch (m_request.order) {
        case GoroutineOrder::Count: // in a group: the longest wait first, then by id
            return m_result->grouping.grouping == GoroutineGrouping::None ? int64_t(m_table.id[row])
                                                                          : m_table.waitNanoseconds[row];
        case GoroutineOrder::Where: {
            const uint32_t stack = stackOf(row);
            return stack < ranks.size() ? ranks[stack] : INT64_MAX;
        }
        case GoroutineOrder::State: return stateOf(row);
        case GoroutineOrder::Time: return m_table.waitNanoseconds[row];
        case GoroutineOrder::Value: return valueRank(row);
        }
        return 0;
    };
    std::vector<std::pair<int64_t, uint32_t>> keyed;
    keyed.reserve(size_t(end - begin));
    for (auto row = begin; row != end; ++row)
        keyed.emplace_back(*row == m_crashedRow ? (descending ? INT64_MAX : INT64_MIN) : key(*row), *row);
    std::ranges::sort(keyed, [&](const auto &left, const auto &right) {
        if (left.first != right.first)
            return descending ? left.first > right.first : left.first < right.first;
        return m_table.id[left.second] < m_table.id[right.second];
    });
    std::ranges::transform(keyed, begin, [](const auto &pair) { return pair.second; });
}

}

std::shared_ptr<const GoroutineArrangement> GoroutineArrangement::arrange(const GoroutineSnapshot &snapshot,
                                                                          const GoroutineArrangementRequest &request,
                                                                          const std::stop_token &stop)
{
    if (!snapshot.table)
        return std::make_shared<const GoroutineArrangement>();
    return Arranger(snapshot, request, stop).run();
}

}
