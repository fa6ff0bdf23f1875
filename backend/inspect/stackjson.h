// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/inspect/goroutinejson.h"
#include "backend/inspect/sharedstacks.h"

namespace Freezeframe
{

/// All of a frame but its variables.
[[nodiscard]] Json frameJson(const FrameInfo &frame);

[[nodiscard]] Json ancestorsJson(const std::vector<AncestorInfo> &ancestors, size_t depth);

/// Writes the frames of goroutines that share a stack as one text, in which only the frame addresses differ. Borrows
/// the stacks. One thread.
class SharedStackJson
{
public:
    explicit SharedStackJson(SharedStacks &stacks);
    /// Appends the array of frames. False, and nothing is appended, if the row's stack has to be walked for itself.
    bool append(std::string &out, uint32_t row);

private:
    struct Piece {
        std::string text; ///< up to the digits of a frame address
        uint64_t distance = 0; ///< of that address from where the goroutine's stack pointer is
    };
    struct Text {
        std::vector<Piece> pieces;
        std::string end; ///< empty: not made yet
    };
    [[nodiscard]] Text make(const SharedStacks::Shared &shared) const;

    SharedStacks &m_stacks;
    std::vector<Text> m_texts; ///< by number of the stack
};

}
