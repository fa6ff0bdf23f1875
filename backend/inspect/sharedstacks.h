// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/inspect/inspection.h"

namespace Freezeframe
{

/// The stacks that goroutines share: a hundred thousand of them stand at a few dozen places, and of those at the same
/// place only the frame addresses differ. Borrows inspection and snapshot. One thread.
class SharedStacks
{
public:
    /// @p depth: frames that are wanted.
    SharedStacks(Inspection &inspection, const GoroutineSnapshot &snapshot, size_t depth);

    struct Shared {
        std::shared_ptr<const StackInfo> stack; ///< of the first row that was asked for, without an error
        Address sp; ///< of that row: its frame addresses count from there
    };
    /// What the row's frames look like; null if its stack has to be walked for itself. Lives as long as this.
    [[nodiscard]] const Shared *of(uint32_t row);
    /// Number of the row's stack: an index below count(), wherever of() gave something.
    [[nodiscard]] uint32_t numberOf(uint32_t row) const { return m_stacks.stackOf[row]; }
    [[nodiscard]] size_t count() const { return m_shapes.size(); }
    [[nodiscard]] size_t depth() const { return m_depth; }
    [[nodiscard]] Address stackPointer(uint32_t row) const { return m_table.schedSp[row]; }

private:
    struct Shape {
        bool tried = false;
        Shared shared; ///< no stack: rows of this shape are walked one by one
        uint64_t height = 0; ///< of its outermost frame above the stack pointer
    };
    void make(Shape &shape, uint32_t row);
    [[nodiscard]] bool fits(const Shape &shape, uint32_t row) const;

    Inspection &m_inspection;
    const GoroutineTable &m_table;
    const GoroutineStacks &m_stacks;
    const size_t m_depth;
    std::vector<Shape> m_shapes; ///< by index into GoroutineStacks::stacks
};

}
