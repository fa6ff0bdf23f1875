// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/flow/frameextents.h"

#include <algorithm>
#include <limits>

namespace Freezeframe
{

namespace
{

using Operation = MachineInstruction::Operation;
using Kind = MachineOperand::Kind;

constexpr int stackPointer = 7, framePointer = 6;
constexpr int64_t returnAddress = 8;
constexpr int64_t lowest = std::numeric_limits<int32_t>::min(), highest = std::numeric_limits<int32_t>::max();

bool isRegister(const MachineOperand &operand, int number)
{
    return operand.kind == Kind::Register && operand.number == number;
}

}

FrameExtents::FrameExtents(const FlowSource &source, const CodeBlocks &blocks)
{
    std::optional<std::optional<int64_t>> last;
    for (const MachineInstruction &instruction : blocks.instructions()) {
        const auto size = source.frameSize(instruction.address);
        const auto stack = size ? std::optional(-(int64_t(*size) + returnAddress)) : std::nullopt;
        if (last != stack)
            m_stack.emplace_back(instruction.address, stack);
        last = stack;
    }
    for (const auto &[begin, end] : source.objects)
        m_shared.push_back({begin, end});
    findAddresses(source, blocks);
    findOwn(source, blocks);
}

std::optional<int64_t> FrameExtents::stackAt(Address pc) const
{
    const auto after = std::ranges::upper_bound(m_stack, pc, {}, &std::pair<Address, std::optional<int64_t>>::first);
    return after == m_stack.begin() ? std::nullopt : std::prev(after)->second;
}

/// Whatever has @p address may reach up from there to the end of its variable. Where that is not told: the arguments,
/// the locals that have pointers and those below that have none are areas of their own (Go cmd/compile/internal/
/// ssagen/pgen.go: AllocFrame, cmpstackvarlt).
void FrameExtents::share(const FlowSource &source, int64_t address)
{
    for (const auto &[begin, end] : source.objects) {
        if (begin <= address && address < end)
            return;
    }
    if (address >= 0)
        m_shared.push_back({address, highest});
    else if (source.pointersBegin && address < *source.pointersBegin)
        m_shared.push_back({address, *source.pointersBegin});
    else
        m_shared.push_back({address, 0});
}

void FrameExtents::findAddresses(const FlowSource &source, const CodeBlocks &blocks)
{
    constexpr int64_t savedFramePointer = -16; ///< where rbp points in a frame of Go
    for (const MachineInstruction &instruction : blocks.instructions()) {
        const MachineOperand &to = instruction.destination;
        const MachineOperand &from = instruction.source;
        const bool isFramePointer = isRegister(to, framePointer) || isRegister(to, stackPointer);
        const auto stack = stackAt(instruction.address);
        const auto place = [&](int number) -> std::optional<int64_t> {
            return number == stackPointer ? stack : std::optional(savedFramePointer);
        };
        if (instruction.operation == Operation::Address && from.kind == Kind::Memory) {
            const bool isBase = from.number == stackPointer || from.number == framePointer;
            if (!isBase || isFramePointer)
                continue;
            if (from.index >= 0 || !place(from.number))
                shareAll();
            else if (const int64_t address = *place(from.number) + from.value; !stack || address >= *stack)
                share(source, address); // below the stack pointer nothing lies: a prologue asks for room there
        } else if (instruction.operation == Operation::Move && from.kind == Kind::Register && !isFramePointer
                   && (from.number == stackPointer || from.number == framePointer)) {
            const bool isSaved = from.number == framePointer && to.kind == Kind::Memory && to.number == stackPointer;
            if (isSaved)
                continue;
            if (const auto address = place(from.number); address && to.kind == Kind::Register)
                share(source, *address);
            else
                shareAll();
        }
    }
}

/// What is read behind a call without having been written since is none of the area that this call had: only results
/// of a call are read from there.
void FrameExtents::findOwn(const FlowSource &source, const CodeBlocks &blocks)
{
    m_ownBegin = source.pointersBegin;
    for (const CodeBlocks::Block &block : blocks.blocks()) {
        std::optional<int64_t> areaEnd;
        std::vector<Range> written;
        for (uint32_t i = block.first; i < block.end; ++i) {
            const MachineInstruction &instruction = blocks.instructions()[i];
            const auto stack = stackAt(instruction.address);
            if (instruction.operation == Operation::Call) {
                const FlowCallee callee = blocks.calleeOf(i);
                if (callee.kind == FlowCallee::Kind::KeepsRegisters || callee.kind == FlowCallee::Kind::KeepsArea) {
                    areaEnd.reset(); // what is read behind it may be results of the call before it
                    continue;
                }
                const auto bytes = callee.argumentBytes;
                areaEnd = stack && bytes ? std::optional(*stack + int64_t(*bytes)) : std::nullopt;
                written.clear();
                continue;
            }
            const MachineOperand &from = instruction.source;
            const MachineOperand &to = instruction.destination;
            const auto isFrame = [](const MachineOperand &operand) {
                return operand.kind == Kind::Memory && operand.number == stackPointer && operand.index < 0
                    && !operand.isElsewhere;
            };
            if (instruction.operation == Operation::Move && isFrame(from) && stack && areaEnd) {
                const Range read{*stack + from.value, *stack + from.value + from.size};
                const bool isWritten
                    = std::ranges::any_of(written, [&](const Range &one) { return one.touches(read.begin, read.end); });
                if (!isWritten && read.begin >= *areaEnd && read.begin < 0 && (!m_ownBegin || read.begin < *m_ownBegin))
                    m_ownBegin = read.begin;
            }
            if (isFrame(to) && instruction.writesDestination && stack)
                written.push_back({*stack + to.value, *stack + to.value + to.size});
            else if (to.kind == Kind::Memory && instruction.writesDestination)
                areaEnd.reset(); // it may be anywhere
        }
    }
}

void FrameExtents::shareAll()
{
    m_shared = {{lowest, highest}};
}

bool FrameExtents::isShared(int64_t begin, int64_t end) const
{
    return std::ranges::any_of(m_shared, [&](const Range &range) { return range.touches(begin, end); });
}

FrameExtents::Range FrameExtents::outgoing(int64_t stack, std::optional<uint32_t> argumentBytes) const
{
    if (argumentBytes)
        return {stack, stack + int64_t(*argumentBytes)};
    return {stack, m_ownBegin.value_or(0)};
}

}
