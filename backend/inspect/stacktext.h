// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/inspect/sharedstacks.h"

namespace Freezeframe
{

/// A frame for people, two or three lines, without its variables.
void appendFrame(std::string &out, const FrameInfo &frame);
/// "  created by …", or nothing.
void appendCreatedBy(std::string &out, const SourceLocation &createdBy, uint64_t goroutine);
/// "[originating from goroutine N]:" and its frames, for each of @p ancestors that are wanted.
void appendAncestors(std::string &out, const Result<std::vector<AncestorInfo>> &ancestors, size_t depth);

/// Writes the frames of goroutines that share a stack as one text. Borrows the stacks. One thread.
class SharedStackText
{
public:
    explicit SharedStackText(SharedStacks &stacks);
    /// Appends the frames. False, and nothing is appended, if the row's stack has to be walked for itself.
    bool append(std::string &out, uint32_t row);

private:
    SharedStacks &m_stacks;
    std::vector<std::string> m_texts; ///< by number of the stack, empty until it is needed
};

}
