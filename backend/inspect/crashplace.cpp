// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/crashplace.h"

#include "backend/unwind/runtimefunctions.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

constexpr size_t stackLimit = 1000;

}

void CrashPlace::choose(CrashSummary &summary) const
{
    const auto main = std::ranges::find(m_table.id, mainGoroutine);
    if (main != m_table.id.end() && look(uint32_t(main - m_table.id.begin()), summary)) {
        summary.place = CrashSummary::Place::MainGoroutine;
    } else if (const auto row = rowOfLargestGroup(); row && look(*row, summary)) {
        summary.place = CrashSummary::Place::LargestGroup;
    }
}

bool CrashPlace::look(uint32_t row, CrashSummary &summary) const
{
    const Stack stack = m_unwinder.goroutine(m_table, row, stackLimit);
    const auto own = ownFrame(stack);
    const auto frame = own ? own : userFrame(stack);
    if (!frame)
        return false;
    const Frame &shown = stack.frames[*frame];
    summary.goroutine = m_table.id[row];
    summary.frame = *frame;
    summary.location = {shown.function, shown.file, shown.line};
    return true;
}

/// The first goroutine of the group; of groups of the same size, the one that started first.
std::optional<uint32_t> CrashPlace::rowOfLargestGroup() const
{
    const auto stacks = m_stacks();
    if (!stacks)
        return std::nullopt;
    std::vector<uint32_t> counts(stacks->stacks.size());
    const auto groupOf = [&](uint32_t row) -> std::optional<uint32_t> {
        const uint32_t group = row < stacks->stackOf.size() ? stacks->stackOf[row] : GoroutineStacks::unknown;
        const bool isShown
            = group < stacks->stacks.size() && !m_table.isSystem[row] && !stacks->stacks[group].user.isEmpty();
        return isShown ? std::optional(group) : std::nullopt;
    };
    for (uint32_t row = 0; row < m_table.size(); ++row) {
        if (const auto group = groupOf(row))
            ++counts[*group];
    }
    std::optional<uint32_t> best;
    for (uint32_t row = 0; row < m_table.size(); ++row) {
        const auto group = groupOf(row);
        if (!group)
            continue;
        const auto rank = [&](uint32_t at) { return std::pair(counts[*groupOf(at)], ~m_table.id[at]); };
        if (!best || rank(row) > rank(*best))
            best = row;
    }
    return best;
}

}
