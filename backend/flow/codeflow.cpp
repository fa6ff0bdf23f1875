// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/flow/codeflow.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

constexpr int generalRegisters = 16, stackPointer = 7, zeroVector = 15;
constexpr unsigned word = 8;
constexpr size_t mostRounds = 24; ///< over all blocks, before it is too much
constexpr size_t mostWork = 400'000; ///< instructions that are run
constexpr uint32_t mostArgumentBytes = 1024; ///< that are followed

}

CodeFlow::CodeFlow(CodeBlocks blocks, FrameExtents extents, uint32_t argumentBytes)
    : m_blocks(std::move(blocks))
    , m_extents(std::move(extents))
    , m_argumentBytes(std::min(argumentBytes, mostArgumentBytes))
{
}

std::unique_ptr<CodeFlow> CodeFlow::of(const FlowSource &source)
{
    auto blocks = CodeBlocks::of(source);
    if (!blocks)
        return nullptr;
    FrameExtents extents(source, *blocks);
    std::unique_ptr<CodeFlow> flow(new CodeFlow(std::move(*blocks), std::move(extents), source.argumentBytes));
    return flow->solve(source.stop) ? std::move(flow) : nullptr;
}

/// Arguments above the CFA are the function's own from the first instruction on. ABIInternal: xmm15 is zero.
FlowState CodeFlow::entryState()
{
    FlowState state;
    for (int number = 0; number < generalRegisters; ++number) {
        const FlowPlace general = FlowPlace::general(number), low = FlowPlace::vectorLow(number);
        if (number != stackPointer)
            state.set(m_values, general, m_values.entry(general));
        state.set(m_values, low, m_values.entry(low));
    }
    state.set(m_values, FlowPlace::vectorLow(zeroVector), m_values.constant(0));
    state.set(m_values, {FlowPlace::Kind::VectorHigh, word, zeroVector}, m_values.constant(0));
    for (uint32_t offset = 0; offset < m_argumentBytes; offset += word)
        state.set(m_values, FlowPlace::slot(int32_t(offset), word), m_values.entrySlot(offset));
    return state;
}

std::optional<FlowState> CodeFlow::begin(uint32_t block)
{
    const CodeBlocks::Block &one = m_blocks.blocks()[block];
    if (one.isRecovery)
        return FlowState();
    std::vector<const FlowState *> ways;
    std::optional<FlowState> entry;
    if (block == 0)
        ways.push_back(&entry.emplace(entryState()));
    for (const uint32_t before : one.before) {
        if (m_ends[before])
            ways.push_back(&*m_ends[before]);
    }
    if (ways.empty())
        return std::nullopt;
    const bool isMerge = one.before.size() + (block == 0 ? 1 : 0) > 1;
    return isMerge ? FlowState::merge(m_values, block, ways) : *ways.front();
}

bool CodeFlow::solve(const std::stop_token &stop)
{
    const size_t count = m_blocks.blocks().size();
    FlowStep step(m_blocks, m_extents, m_values);
    size_t work = 0;
    m_ends.assign(count, std::nullopt);
    m_begins.assign(count, std::nullopt);
    for (size_t round = 0; round < mostRounds; ++round) {
        bool isChanged = false;
        for (const uint32_t block : m_blocks.order()) {
            auto state = begin(block);
            if (!state || (m_ends[block] && m_begins[block] == state))
                continue;
            isChanged = true;
            m_begins[block] = state;
            const CodeBlocks::Block &one = m_blocks.blocks()[block];
            work += one.end - one.first;
            if (work > mostWork || stop.stop_requested())
                return false;
            for (uint32_t i = one.first; i < one.end; ++i)
                step.apply(*state, i);
            m_ends[block] = std::move(state);
        }
        if (step.takeChange()) {
            m_ends.assign(count, std::nullopt);
            m_begins.assign(count, std::nullopt);
            continue;
        }
        if (!isChanged) {
            m_ends.clear();
            return true;
        }
    }
    return false;
}

std::optional<CodeFlow::Moment> CodeFlow::at(Address pc)
{
    const auto index = m_blocks.indexOf(pc);
    if (!index)
        return std::nullopt;
    const uint32_t block = m_blocks.blockOf(*index);
    if (!m_begins[block])
        return std::nullopt;
    Moment moment;
    moment.state = *m_begins[block];
    FlowStep step(m_blocks, m_extents, m_values);
    for (uint32_t i = m_blocks.blocks()[block].first; i < *index; ++i)
        step.apply(moment.state, i);
    const MachineInstruction &instruction = m_blocks.instructions()[*index];
    moment.next = instruction.next;
    moment.stack = m_extents.stackAt(instruction.address);
    moment.isCall = instruction.operation == MachineInstruction::Operation::Call;
    if (!moment.isCall)
        return moment;
    moment.target = instruction.target();
    if (instruction.source.kind == MachineOperand::Kind::Register)
        moment.calleeValue = step.registerValue(moment.state, *index, instruction.source.number);
    else if (instruction.source.kind == MachineOperand::Kind::Memory)
        moment.callee = step.placeOf(moment.state, *index, instruction.source);
    return moment;
}

size_t CodeFlow::weight() const
{
    size_t weight = m_values.size() * 64 + m_blocks.instructions().size() * sizeof(MachineInstruction);
    for (const auto &state : m_begins)
        weight += state ? sizeof(FlowState) + state->frameSlots().size() * sizeof(FlowState::Slot) : 0;
    return weight;
}

}
