// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/analysis/goroutinearrangement.h"

#include <QString>

namespace Freezeframe
{

/// Which place a row of the goroutine list tells: a group that of what it is grouped by, a goroutine where it is.
/// Borrows the arrangement. Any thread.
class GoroutinePlaces
{
public:
    explicit GoroutinePlaces(const GoroutineArrangement &list)
        : m_list(list)
    {
    }
    /// @p row: of the table; @p isGroup: it stands for its group.
    [[nodiscard]] SourceLocation place(uint32_t row, bool isGroup) const;
    [[nodiscard]] std::string_view function(uint32_t row, bool isGroup) const;
    /// What a group's function does not tell: who called it, or the line; empty if nothing.
    [[nodiscard]] QString besides(uint32_t row) const;
    /// Of a group by label: its value, or that there is none; empty if grouped by something else.
    [[nodiscard]] QString label(const GoroutineArrangement::Group &group) const;
    [[nodiscard]] const GoroutineStacks::Unique *stackOf(uint32_t row) const;

private:
    /// Of grouping by it; null for places on stacks.
    [[nodiscard]] const SourceLocation *listedPlace(uint32_t row, bool isGroup) const;

    const GoroutineArrangement &m_list;
};

}
