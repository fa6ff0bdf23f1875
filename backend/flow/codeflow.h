// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/flow/flowstep.h"

#include <memory>

namespace Freezeframe
{

/// Where the values of one Go function are at each of its instructions, told from its x86-64 code: a value numbering
/// over all ways through it. Says only what holds on all of them. One thread; needs nothing of its source any more.
class CodeFlow
{
public:
    using Id = FlowValues::Id;
    /// Nullptr where the code can't be followed, contradicts itself, or is too much.
    [[nodiscard]] static std::unique_ptr<CodeFlow> of(const FlowSource &source);

    /// What is known before one instruction; a call has not begun.
    struct Moment {
        FlowState state;
        Address next; ///< behind the instruction
        bool isCall = false;
        std::optional<int64_t> stack; ///< where rsp points, from the CFA
        std::optional<Address> target; ///< of a direct call
        FlowStep::Place callee; ///< of an indirect one: where the address is loaded from …
        Id calleeValue = 0; ///< … or, where it stands in a register, its value
    };
    /// Of the instruction that has the byte at @p pc; nullopt if no way leads there.
    [[nodiscard]] std::optional<Moment> at(Address pc);

    [[nodiscard]] FlowValues &values() { return m_values; }
    /// Whether only the function's own named stores write to these bytes of its frame.
    [[nodiscard]] bool isPrivate(int64_t begin, int64_t end) const { return !m_extents.isShared(begin, end); }
    /// What belongs to a callee with that many bytes of arguments while it runs.
    [[nodiscard]] FrameExtents::Range outgoing(int64_t stack, std::optional<uint32_t> argumentBytes) const
    {
        return m_extents.outgoing(stack, argumentBytes);
    }
    /// For caches: how much this keeps.
    [[nodiscard]] size_t weight() const;

private:
    CodeFlow(CodeBlocks blocks, FrameExtents extents, uint32_t argumentBytes);
    bool solve(const std::stop_token &stop);
    [[nodiscard]] std::optional<FlowState> begin(uint32_t block);
    [[nodiscard]] FlowState entryState();

    CodeBlocks m_blocks;
    FrameExtents m_extents;
    FlowValues m_values;
    uint32_t m_argumentBytes;
    std::vector<std::optional<FlowState>> m_ends; ///< by block, while solving
    std::vector<std::optional<FlowState>> m_begins; ///< by block
};

}
