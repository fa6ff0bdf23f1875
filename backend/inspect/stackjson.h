// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/inspect/goroutinejson.h"
#include "backend/inspect/inspection.h"

namespace Freezeframe
{

/// All of a frame but its variables.
[[nodiscard]] Json frameJson(const FrameInfo &frame);

/// Writes the frames of goroutines that stand at the same place as one text, in which only the frame addresses differ:
/// a hundred thousand goroutines have a few dozen stacks. Borrows inspection and snapshot. One thread.
class SharedStackJson
{
public:
    SharedStackJson(Inspection &inspection, const GoroutineSnapshot &snapshot, size_t depth);
    /// Appends the array of frames. False, and nothing is appended, if the row's stack has to be walked for itself.
    bool append(std::string &out, uint32_t row);

private:
    struct Piece {
        std::string text; ///< up to the digits of a frame address
        uint64_t distance = 0; ///< of that address from where the goroutine's stack pointer is
    };
    struct Shape {
        bool tried = false;
        std::vector<Piece> pieces; ///< none: rows of this stack are walked one by one
        std::string end;
    };
    void make(Shape &shape, uint32_t row, bool fitsWholly);
    [[nodiscard]] bool fits(const Shape &shape, uint32_t row) const;

    Inspection &m_inspection;
    const GoroutineTable &m_table;
    const GoroutineStacks &m_stacks;
    const size_t m_depth;
    std::vector<Shape> m_shapes; ///< by index into GoroutineStacks::stacks
};

}
