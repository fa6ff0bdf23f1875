// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "model/goroutinefilter.h"

#include <Qt>

#include <stop_token>

namespace Freezeframe
{

/// By what the goroutine list puts rows together.
enum class GoroutineGrouping { None, Stack, Function, State, CreatedBy };

/// What the goroutine list is sorted by.
enum class GoroutineOrder { Count, Where, State, Time };

/// What a list says of a stack: the first function of the program's own, and who called it; of a stack of nothing but
/// the standard library, what the goroutine was started for.
struct StackPlace {
    std::string_view function;
    std::string_view caller;
};
[[nodiscard]] StackPlace placeOf(const GoroutineStacks::Unique &stack);

/// How a person wants to see the goroutine list. A value type.
struct GoroutineArrangementRequest {
    GoroutineFilter filter;
    GoroutineGrouping grouping = GoroutineGrouping::Stack;
    GoroutineOrder order = GoroutineOrder::Count; ///< ids, if not grouped
    Qt::SortOrder direction = Qt::DescendingOrder;
    bool showSystem = false;
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
    };

    GoroutineSnapshot snapshot;
    GoroutineGrouping grouping = GoroutineGrouping::None;
    std::vector<uint32_t> rows; ///< rows of the table; a group is a range of them
    std::vector<Group> groups; ///< empty if not grouped
    uint32_t largestGroup = 0;
    size_t total = 0;
    size_t hiddenByFilter = 0;
    size_t hiddenSystem = 0; ///< and not hidden by the filter
    QStringList marks;

    /// Stops early, with what it has, if @p stop asks for it. Null table: empty.
    [[nodiscard]] static std::shared_ptr<const GoroutineArrangement> arrange(const GoroutineSnapshot &snapshot,
                                                                             const GoroutineArrangementRequest &request,
                                                                             const std::stop_token &stop = {});
};

}
