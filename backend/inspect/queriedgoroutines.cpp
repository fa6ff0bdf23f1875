// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/queriedgoroutines.h"

namespace Freezeframe
{

Result<int64_t> QueriedGoroutines::waited(size_t row) const
{
    if (static_cast<GoStatus>(m_table->status[row]) != GoStatus::Waiting)
        return 0;
    const int64_t time = m_table->waitNanoseconds[row];
    if (time < 0)
        return fail(ErrorCode::NotFound, "the runtime has not noted since when it waits");
    return time;
}

Result<GoroutineRows::Place> QueriedGoroutines::place(size_t row, Which which) const
{
    if (!m_stacks)
        m_stacks = m_askStacks();
    if (!*m_stacks)
        return std::unexpected(m_stacks->error());
    const GoroutineStacks &stacks = ***m_stacks;
    const auto placeOf = [](const SourceLocation &location) {
        return Place{.function = location.function, .file = location.file, .line = location.line};
    };
    const auto indexed
        = [row](const std::vector<uint32_t> &rows) { return row < rows.size() ? rows[row] : GoroutineStacks::unknown; };
    if (which == Which::Start || which == Which::Go) {
        const uint32_t index = indexed(which == Which::Start ? stacks.startOf : stacks.goStatementOf);
        const auto &places = which == Which::Start ? stacks.startLocations : stacks.goStatements;
        return index < places.size() ? placeOf(places[index]) : Place();
    }
    if (const auto failed = stacks.errors.find(static_cast<uint32_t>(row)); failed != stacks.errors.end())
        return std::unexpected(failed->second);
    const uint32_t index = indexed(stacks.stackOf);
    if (index >= stacks.stacks.size())
        return fail(ErrorCode::NotFound, "the goroutine's stack is not known");
    const GoroutineStacks::Unique &stack = stacks.stacks[index];
    return placeOf(which == Which::Current ? stack.current : stack.user);
}

Result<GoroutineRows::Labels> QueriedGoroutines::labels(size_t row) const
{
    if (m_table->labels[row].isNull())
        return Labels();
    return m_runtime->labels(m_table->address[row]);
}

}
