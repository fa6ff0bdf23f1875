// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/sharedstacks.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

/// Whether the frame follows from the return addresses of its stack alone.
bool isPlain(const FrameInfo &frame)
{
    return frame.kind == FrameInfo::Kind::Go && !frame.onSystemStack && !frame.error;
}

}

SharedStacks::SharedStacks(Inspection &inspection, const GoroutineSnapshot &snapshot, size_t depth)
    : m_inspection(inspection)
    , m_table(*snapshot.table)
    , m_stacks(*snapshot.stacks)
    , m_depth(depth)
    , m_shapes(m_stacks.stacks.size())
{
}

const SharedStacks::Shared *SharedStacks::of(uint32_t row)
{
    const uint32_t index = m_stacks.stackOf[row];
    if (index >= m_shapes.size() || !m_stacks.stacks[index].fromSavedPcs)
        return nullptr;
    Shape &shape = m_shapes[index];
    if (!shape.tried)
        make(shape, row);
    return fits(shape, row) ? &shape.shared : nullptr;
}

void SharedStacks::make(Shape &shape, uint32_t row)
{
    shape.tried = true;
    const auto found = m_inspection.stack({StackOwner::Kind::Goroutine, m_table.id[row]}, std::max<size_t>(m_depth, 1));
    if (!found || (*found)->error || !std::ranges::all_of((*found)->frames, isPlain))
        return;
    const StackInfo &stack = **found;
    // The return addresses that make stacks the same reach as far as the frames that are wanted, or as there are.
    const bool fitsWholly = m_depth <= GoroutineStacks::depth;
    if (stack.frames.empty() || (!fitsWholly && (!stack.complete || stack.frames.size() >= GoroutineStacks::depth)))
        return;
    shape.shared = {.stack = *found, .sp = m_table.schedSp[row]};
    if (const size_t shown = std::min(m_depth, stack.frames.size()); shown > 0)
        shape.height = stack.frames[shown - 1].cfa - shape.shared.sp;
}

/// Whether the row's stack has room for the outermost of its frames: a damaged one may not.
bool SharedStacks::fits(const Shape &shape, uint32_t row) const
{
    constexpr uint64_t word = 8;
    if (!shape.shared.stack || m_depth == 0)
        return false;
    const Address sp = m_table.schedSp[row];
    const Address end = m_table.stackHigh[row];
    return sp.value % word == 0 && end.value % word == 0 && sp <= end && shape.height <= end - sp;
}

}
