// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/analysis/goroutinefilter.h"
#include "backend/analysis/goroutinegrouping.h"
#include "backend/answers/goroutinesnapshot.h"

#include <stop_token>

namespace Freezeframe
{

/// What the goroutine list is sorted by.
enum class GoroutineOrder { Count, Where, State, Time, Value };

/// How a person wants to see the goroutine list. A value type.
struct GoroutineArrangementRequest {
    GoroutineFilter filter;
    GroupingChoice grouping = {};
    GoroutineOrder order = GoroutineOrder::Count; ///< ids, if not grouped
    bool isDescending = true;
    bool showSystem = false;
    bool showOthers = true; ///< that are the program's own
    std::shared_ptr<const std::vector<bool>> only = {}; ///< rows of the table; null: all
};

/// The rows of a goroutine snapshot in the order and the groups in which they are shown. Immutable; any thread.
struct GoroutineArrangement {
    struct Group {
        uint32_t key = 0; ///< keeps its meaning while more stacks arrive, for keeping the selection
        uint32_t first = 0; ///< into rows
        uint32_t count = 0;
        int64_t longestWait = -1; ///< in nanoseconds
        bool crashed = false;
        bool unread = false; ///< the stacks of these rows were not read so far
        bool mixedStates = false;
        bool mixedLabels = false; ///< their labels tell its goroutines apart
        bool mixedValues = false; ///< the expression is not the same in all of them
        bool mixedPlaces = false; ///< a list would show different functions of their stacks
    };

    GoroutineSnapshot snapshot;
    GroupingChoice grouping = GoroutineGrouping::None;
    std::vector<uint32_t> rows; ///< rows of the table; a group is a range of them
    std::vector<Group> groups; ///< empty if not grouped
    uint32_t largestGroup = 0;
    size_t total = 0;
    size_t hiddenByFilter = 0;
    size_t hiddenSystem = 0; ///< and not hidden by the filter
    std::vector<std::string> marks; ///< texts of the filter, for showing them in cells

    /// Stops early, with what it has, if @p stop asks for it. Null table: empty.
    [[nodiscard]] static std::shared_ptr<const GoroutineArrangement> arrange(const GoroutineSnapshot &snapshot,
                                                                             const GoroutineArrangementRequest &request,
                                                                             const std::stop_token &stop = {});
};

}
