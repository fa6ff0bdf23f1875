// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/flow/flowstate.h"
#include "backend/flow/frameextents.h"

#include <utility>

namespace Freezeframe
{

/// What each instruction of a function does to what is known. Lives while its CodeFlow is made or asked; one thread.
class FlowStep
{
public:
    using Id = FlowValues::Id;
    FlowStep(const CodeBlocks &blocks, FrameExtents &extents, FlowValues &values)
        : m_blocks(blocks)
        , m_extents(extents)
        , m_values(values)
    {
    }

    /// Runs instruction @p step.
    void apply(FlowState &state, uint32_t step);
    /// Whether the frame had to be given up as shared since this was asked last: then all must begin anew.
    [[nodiscard]] bool takeChange() { return std::exchange(m_isChanged, false); }
    /// The address that an operand names, as a value and what is added to it; the value is 0 if that is not known.
    struct Place {
        Id base = 0;
        int64_t offset = 0;
        bool isIndexed = false; ///< something unknown is added
        [[nodiscard]] bool operator==(const Place &) const = default;
    };
    [[nodiscard]] Place placeOf(const FlowState &state, uint32_t step, const MachineOperand &operand);
    [[nodiscard]] Id registerValue(const FlowState &state, uint32_t step, int number);

private:
    [[nodiscard]] const MachineInstruction &at(uint32_t step) const { return m_blocks.instructions()[step]; }
    [[nodiscard]] bool isFrame(Id id) const { return m_values[id].kind == FlowValue::Kind::Frame; }
    [[nodiscard]] std::optional<int64_t> frameOffset(const Place &place) const;
    void call(FlowState &state, uint32_t step);
    void move(FlowState &state, uint32_t step);
    void moveVector(FlowState &state, uint32_t step);
    void add(FlowState &state, uint32_t step);
    void other(FlowState &state, uint32_t step);
    [[nodiscard]] Id loadOf(FlowState &state, uint32_t step, const MachineOperand &from, unsigned size, FlowPlace to,
                            int64_t more = 0);
    void store(FlowState &state, uint32_t step, const MachineOperand &to, unsigned size, Id low, Id high = 0);
    void setGeneral(FlowState &state, uint32_t step, const MachineOperand &to, Id value);
    [[nodiscard]] bool countsWithFrame(const FlowState &state, uint32_t step);
    void giveUpFrame();

    const CodeBlocks &m_blocks;
    FrameExtents &m_extents;
    FlowValues &m_values;
    bool m_isChanged = false;
    bool m_isGivenUp = false;
};

}
