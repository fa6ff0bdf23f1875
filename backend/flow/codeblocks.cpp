// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/flow/codeblocks.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

using Operation = MachineInstruction::Operation;
using Kind = MachineOperand::Kind;

constexpr uint64_t mostCode = uint64_t(128) << 10; ///< bytes of one function
constexpr size_t mostBlocks = 4096;
constexpr size_t mostTableEntries = 1024;
constexpr uint32_t tableDistance = 16; ///< instructions between the load of a table's address and the jump
constexpr uint64_t word = 8;

bool isTransfer(Operation operation)
{
    return operation == Operation::Jump || operation == Operation::Branch || operation == Operation::Return
        || operation == Operation::End;
}

}

std::optional<CodeBlocks> CodeBlocks::of(const FlowSource &source)
{
    CodeBlocks blocks;
    if (source.code.isEmpty() || source.code.size() > mostCode || !blocks.decode(source) || !blocks.connect(source))
        return std::nullopt;
    blocks.arrange();
    return blocks;
}

bool CodeBlocks::decode(const FlowSource &source)
{
    MachineCode code(source.memory);
    if (!code.preload(source.code))
        return false;
    for (Address pc = source.code.begin; pc < source.code.end;) {
        const MachineInstruction &instruction = code.at(pc);
        if (instruction.next <= pc || instruction.next > source.code.end || source.stop.stop_requested())
            return false;
        m_instructions.push_back(instruction);
        FlowCallee callee;
        if (instruction.operation == Operation::Call) {
            if (const auto target = instruction.target())
                callee = source.callee(*target);
        }
        m_callees.push_back(callee);
        pc = instruction.next;
    }
    return true;
}

std::optional<uint32_t> CodeBlocks::indexOf(Address pc) const
{
    const auto after = std::ranges::upper_bound(m_instructions, pc, {}, &MachineInstruction::address);
    if (after == m_instructions.begin() || pc >= m_instructions.back().next)
        return std::nullopt;
    return uint32_t(after - m_instructions.begin()) - 1;
}

uint32_t CodeBlocks::blockOf(uint32_t instruction) const
{
    const auto after = std::ranges::upper_bound(m_blocks, instruction, {}, &Block::first);
    return uint32_t(after - m_blocks.begin()) - 1;
}

FlowCallee CodeBlocks::calleeOf(uint32_t instruction) const
{
    return m_callees[instruction];
}

bool CodeBlocks::endsFlow(uint32_t instruction) const
{
    const Operation operation = m_instructions[instruction].operation;
    return operation == Operation::Jump || operation == Operation::Return || operation == Operation::End
        || (operation == Operation::Call && m_callees[instruction].kind == FlowCallee::Kind::Ends);
}

/// The places of a jump through a table of Go's: "lea table(rip), rx … jmp [rx + ry*8]". All words from its begin on
/// that are code of the function: what follows the table may only add to them.
std::optional<std::vector<Address>> CodeBlocks::tableTargets(const FlowSource &source, uint32_t jump) const
{
    const MachineOperand &to = m_instructions[jump].source;
    if (to.kind != Kind::Memory || to.number < 0 || to.index < 0 || to.scale != word || to.value != 0)
        return std::nullopt;
    for (uint32_t i = jump; i > 0 && jump - i < tableDistance;) {
        const MachineInstruction &instruction = m_instructions[--i];
        if (isTransfer(instruction.operation) || instruction.operation == Operation::Call)
            return std::nullopt;
        const MachineOperand &made = instruction.destination;
        const bool isMade = made.kind == Kind::Register && made.number == to.number;
        if (!isMade && (instruction.written >> to.number & 1) == 0)
            continue;
        const MachineOperand &from = instruction.source;
        if (!isMade || instruction.operation != Operation::Address || from.number >= 0 || from.index >= 0)
            return std::nullopt;
        std::vector<Address> targets;
        for (size_t entry = 0; entry < mostTableEntries; ++entry) {
            const auto target = source.memory.readPointer(Address{uint64_t(from.value)} + entry * word);
            if (!target || !source.code.contains(*target))
                break;
            targets.push_back(*target);
        }
        if (targets.empty() || targets.size() == mostTableEntries)
            return std::nullopt;
        return targets;
    }
    return std::nullopt;
}

bool CodeBlocks::connect(const FlowSource &source)
{
    std::vector<bool> isFirst(m_instructions.size(), false);
    isFirst[0] = true;
    // Into the middle of an instruction leads only code that is none.
    const auto mark = [&](Address target) {
        const auto index = source.code.contains(target) ? indexOf(target) : std::nullopt;
        if (index && m_instructions[*index].address != target)
            return false;
        if (index)
            isFirst[*index] = true;
        return true;
    };
    for (uint32_t i = 0; i < m_instructions.size(); ++i) {
        const MachineInstruction &instruction = m_instructions[i];
        if ((isTransfer(instruction.operation) || endsFlow(i)) && i + 1 < m_instructions.size())
            isFirst[i + 1] = true;
        if (instruction.operation != Operation::Jump && instruction.operation != Operation::Branch)
            continue;
        if (const auto target = instruction.target()) {
            if (!mark(*target))
                return false;
            continue;
        }
        for (const Address target : tableTargets(source, i).value_or(std::vector<Address>())) {
            if (!mark(target))
                return false;
        }
    }
    if (source.recovery && !mark(*source.recovery))
        return false;
    for (uint32_t i = 0; i < m_instructions.size(); ++i) {
        if (isFirst[i]) {
            if (!m_blocks.empty())
                m_blocks.back().end = i;
            m_blocks.push_back({.first = i, .end = uint32_t(m_instructions.size()), .before = {}, .after = {}});
            m_blocks.back().isRecovery = source.recovery == m_instructions[i].address;
        }
    }
    if (m_blocks.size() > mostBlocks)
        return false;
    std::vector<uint32_t> unknown;
    for (uint32_t block = 0; block < m_blocks.size(); ++block)
        addWays(source, block, unknown);
    // A jump of which nothing is known may lead to wherever a block begins.
    for (const uint32_t block : unknown) {
        for (uint32_t to = 0; to < m_blocks.size(); ++to)
            m_blocks[block].after.push_back(to);
    }
    for (Block &block : m_blocks) {
        std::ranges::sort(block.after);
        const auto same = std::ranges::unique(block.after);
        block.after.erase(same.begin(), same.end());
    }
    return true;
}

void CodeBlocks::addWays(const FlowSource &source, uint32_t block, std::vector<uint32_t> &unknown)
{
    const uint32_t last = m_blocks[block].end - 1;
    const MachineInstruction &instruction = m_instructions[last];
    const auto lead = [&](Address target) {
        if (source.code.contains(target))
            m_blocks[block].after.push_back(blockOf(*indexOf(target)));
    };
    if (!endsFlow(last) && block + 1 < m_blocks.size())
        m_blocks[block].after.push_back(block + 1);
    if (instruction.operation != Operation::Jump && instruction.operation != Operation::Branch)
        return;
    if (const auto target = instruction.target()) {
        lead(*target);
        return;
    }
    const auto targets = tableTargets(source, last);
    if (!targets) {
        unknown.push_back(block);
        return;
    }
    for (const Address target : *targets)
        lead(target);
}

void CodeBlocks::arrange()
{
    // Depth first, without recursion: a block is done after all that it leads to.
    std::vector<uint8_t> state(m_blocks.size(), 0);
    std::vector<std::pair<uint32_t, size_t>> open;
    const auto visit = [&](uint32_t from) {
        if (state[from] != 0)
            return;
        state[from] = 1;
        open.emplace_back(from, 0);
        while (!open.empty()) {
            auto &[block, next] = open.back();
            if (next == m_blocks[block].after.size()) {
                m_order.push_back(block);
                open.pop_back();
                continue;
            }
            const uint32_t to = m_blocks[block].after[next++];
            if (state[to] == 0) {
                state[to] = 1;
                open.emplace_back(to, 0);
            }
        }
    };
    for (uint32_t i = 0; i < m_blocks.size(); ++i) {
        if (m_blocks[i].isRecovery)
            visit(i);
    }
    visit(0);
    std::ranges::reverse(m_order);
    for (const uint32_t block : m_order) {
        for (const uint32_t to : m_blocks[block].after)
            m_blocks[to].before.push_back(block);
    }
}

}
