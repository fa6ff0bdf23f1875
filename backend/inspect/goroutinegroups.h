// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/analysis/goroutinearrangement.h"
#include "backend/inspect/goroutinejson.h"
#include "backend/inspect/report.h"

namespace Freezeframe
{

/// The goroutines of a report that were asked for, and those in groups, as text and as JSON; put in groups only if
/// somebody asks. Borrows the snapshot. One thread.
class GoroutineGroups
{
public:
    GoroutineGroups(const GoroutineSnapshot &snapshot, const ReportOptions &options);

    /// "229 goroutines in 22 stacks; 6 of them are the runtime's own", "12 of 229 goroutines match …".
    [[nodiscard]] std::string title();
    /// Those of the program, then those of the runtime: few of a group one by one, many by what they share.
    void appendText(std::string &out);
    /// [{"title", "count", "wait_seconds", "states", "labels", "goroutines"}], the largest group first.
    [[nodiscard]] std::string json();
    /// Whether the report shows the row of the table.
    [[nodiscard]] bool isShown(uint32_t row) const { return m_shown[row]; }

private:
    void arrange();
    void appendGroup(std::string &out, const GoroutineArrangement &list,
                     const GoroutineArrangement::Group &group) const;
    [[nodiscard]] std::string header(const GoroutineArrangement &list, const GoroutineArrangement::Group &group,
                                     const std::vector<uint32_t> &rows) const;
    [[nodiscard]] Json groupJson(const GoroutineArrangement &list, const GoroutineArrangement::Group &group) const;

    const GoroutineSnapshot &m_snapshot;
    std::string m_filter;
    GroupingChoice m_grouping;
    std::shared_ptr<const GoroutineArrangement> m_own; ///< of the program; null until it is needed
    std::shared_ptr<const GoroutineArrangement> m_system;
    std::vector<bool> m_shown; ///< by row of the table
};

}
