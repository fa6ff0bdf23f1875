// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/goroutineplaces.h"

#include "backend/analysis/stackplace.h"
#include "model/format.h"

#include <QCoreApplication>

#include <algorithm>

namespace Freezeframe
{

const GoroutineStacks::Unique *GoroutinePlaces::stackOf(uint32_t row) const
{
    const GoroutineStacks *stacks = m_list.snapshot.stacks.get();
    return stacks ? stacks->stackAt(row) : nullptr;
}

const SourceLocation *GoroutinePlaces::listedPlace(uint32_t row, bool isGroup) const
{
    const GoroutineStacks *stacks = m_list.snapshot.stacks.get();
    if (!stacks || !isGroup)
        return nullptr;
    const GoroutineStacks::Unique *stack = stackOf(row);
    switch (m_list.grouping.grouping) {
    case GoroutineGrouping::CreatedBy: return stacks->goStatementAt(row);
    case GoroutineGrouping::Start: return stacks->startAt(row);
    case GoroutineGrouping::Current: return stack ? &stack->current : nullptr;
    case GoroutineGrouping::User: return stack && !stack->user.isEmpty() ? &stack->user : nullptr;
    default: return nullptr;
    }
}

SourceLocation GoroutinePlaces::place(uint32_t row, bool isGroup) const
{
    if (const SourceLocation *place = listedPlace(row, isGroup))
        return *place;
    if (const GoroutineStacks::Unique *stack = stackOf(row))
        return stack->user.isEmpty() ? stack->current : stack->user;
    const GoroutineStacks *stacks = m_list.snapshot.stacks.get();
    const SourceLocation *start = stacks ? stacks->startAt(row) : nullptr;
    return start ? *start : SourceLocation();
}

std::string_view GoroutinePlaces::function(uint32_t row, bool isGroup) const
{
    if (const SourceLocation *place = listedPlace(row, isGroup))
        return place->function;
    if (const GoroutineStacks::Unique *stack = stackOf(row)) {
        const bool crashed = m_list.snapshot.crashed == m_list.snapshot.table->id[row];
        return crashed && !stack->user.isEmpty() ? std::string_view(stack->user.function) : placeOf(*stack).function;
    }
    const GoroutineStacks *stacks = m_list.snapshot.stacks.get();
    const SourceLocation *start = stacks ? stacks->startAt(row) : nullptr;
    return start ? std::string_view(start->function) : std::string_view();
}

QString GoroutinePlaces::besides(uint32_t row) const
{
    const GoroutineStacks::Unique *stack = stackOf(row);
    if (m_list.grouping.grouping == GoroutineGrouping::Stack && stack) {
        const bool crashed = m_list.snapshot.crashed == m_list.snapshot.table->id[row];
        const QString caller
            = shortFunction(crashed ? std::string_view(stack->caller.function) : placeOf(*stack).caller);
        return caller.isEmpty() ? QString() : QStringLiteral("← ") + caller;
    }
    const SourceLocation *place = listedPlace(row, true);
    return place ? placeText(*place) : QString();
}

QString GoroutinePlaces::label(const GoroutineArrangement::Group &group) const
{
    if (m_list.grouping.grouping != GoroutineGrouping::Label || !m_list.snapshot.stacks)
        return {};
    const std::string &key = m_list.grouping.label;
    const GoroutineStacks &stacks = *m_list.snapshot.stacks;
    if (const auto *set = stacks.labelsAt(m_list.rows[group.first])) {
        const auto found = std::ranges::find(*set, key, &std::pair<std::string, std::string>::first);
        if (found != set->end())
            return shown(key) + QStringLiteral(" = ") + shown(found->second);
    }
    return QCoreApplication::translate("GoroutinePlaces", "no label “%1”").arg(shown(key));
}

}
