// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/analysis/goroutinegrouping.h"
#include "backend/answers/goroutinesnapshot.h"

namespace Freezeframe
{

/// To which group each goroutine belongs, as small numbers that keep their meaning while more stacks are read: texts
/// are compared once for each different stack, place or set of labels. Borrows table and stacks. One thread.
class GroupKeys
{
public:
    /// @p stacks may be null where the grouping needs none: State and Wait.
    GroupKeys(const GoroutineTable &table, const GoroutineStacks *stacks, const GroupingChoice &choice,
              const GoroutineValues *values = nullptr);
    /// Below count(); count() itself for what is not known (so far).
    [[nodiscard]] uint32_t of(uint32_t row) const;
    [[nodiscard]] uint32_t count() const { return m_count; }

private:
    void numberPlaces();
    void numberLabels(std::string_view key);
    void numberStates();
    void numberValues(const GoroutineValues &values);
    [[nodiscard]] uint64_t stateOf(uint32_t row) const;

    const GoroutineTable &m_table;
    const GoroutineStacks *m_stacks;
    GoroutineGrouping m_grouping;
    const std::vector<uint32_t> *m_indexOf = nullptr; ///< row → index into m_keys; null: m_keys is by row itself
    std::vector<uint32_t> m_keys;
    uint32_t m_count = 0;
};

}
