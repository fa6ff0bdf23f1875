// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/flow/codeblocks.h"

namespace Freezeframe
{

/// Which bytes of a function's frame others than its own named stores may write: variables whose address the code
/// takes, as far as they can reach, and the outgoing area, which belongs to whoever is called. Distances are from the
/// CFA. Immutable.
class FrameExtents
{
public:
    FrameExtents(const FlowSource &source, const CodeBlocks &blocks);

    struct Range {
        int64_t begin = 0, end = 0;
        [[nodiscard]] bool touches(int64_t from, int64_t to) const { return begin < to && from < end; }
    };
    /// Whoever has a pointer into the frame may write here.
    [[nodiscard]] const std::vector<Range> &shared() const { return m_shared; }
    [[nodiscard]] bool isShared(int64_t begin, int64_t end) const;
    /// From now on all of the frame is shared: the code computes addresses that can't be followed.
    void shareAll();
    /// What a call that leaves the stack pointer at @p stack may change below all that is certainly the function's own.
    [[nodiscard]] Range outgoing(int64_t stack, std::optional<uint32_t> argumentBytes) const;
    /// Of the instruction at that place: where rsp points.
    [[nodiscard]] std::optional<int64_t> stackAt(Address pc) const;

private:
    void share(const FlowSource &source, int64_t address);
    void findAddresses(const FlowSource &source, const CodeBlocks &blocks);
    void findOwn(const FlowSource &source, const CodeBlocks &blocks);

    std::vector<Range> m_shared;
    std::optional<int64_t> m_ownBegin; ///< what lies above, below the return address, is certainly no outgoing area
    std::vector<std::pair<Address, std::optional<int64_t>>> m_stack; ///< where it changes, by address
};

}
