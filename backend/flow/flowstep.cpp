// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/flow/flowstep.h"

#include <utility>

namespace Freezeframe
{

namespace
{

using Operation = MachineInstruction::Operation;
using Kind = MachineOperand::Kind;

constexpr int stackPointer = 7, framePointer = 6, writeBuffer = 11, zeroVector = 15;
constexpr int generalRegisters = 16;
constexpr unsigned word = 8;
constexpr int64_t farthest = int64_t(1) << 30; ///< no frame is as large

}

void FlowStep::giveUpFrame()
{
    if (std::exchange(m_isGivenUp, true))
        return;
    m_extents.shareAll();
    m_isChanged = true;
}

FlowStep::Id FlowStep::registerValue(const FlowState &state, uint32_t step, int number)
{
    if (number != stackPointer)
        return state.get(FlowPlace::general(number));
    const auto stack = m_extents.stackAt(at(step).address);
    return stack ? m_values.frame(*stack) : 0;
}

FlowStep::Place FlowStep::placeOf(const FlowState &state, uint32_t step, const MachineOperand &operand)
{
    if (operand.isElsewhere)
        return {.base = 0, .offset = 0, .isIndexed = false};
    const Id base = operand.number >= 0 ? registerValue(state, step, operand.number) : m_values.constant(0);
    if (operand.index < 0)
        return {.base = base, .offset = operand.value, .isIndexed = false};
    const Id index = registerValue(state, step, operand.index);
    const FlowValue &value = m_values[index];
    if (value.kind == FlowValue::Kind::Constant)
        return {.base = base, .offset = operand.value + value.number * operand.scale, .isIndexed = false};
    if (isFrame(index))
        return {.base = index, .offset = operand.value, .isIndexed = true};
    return {.base = base, .offset = operand.value, .isIndexed = true};
}

std::optional<int64_t> FlowStep::frameOffset(const Place &place) const
{
    if (!isFrame(place.base) || place.isIndexed)
        return std::nullopt;
    const int64_t offset = m_values[place.base].number + place.offset;
    return offset > -farthest && offset < farthest ? std::optional(offset) : std::nullopt;
}

void FlowStep::apply(FlowState &state, uint32_t step)
{
    const MachineInstruction &instruction = at(step);
    switch (instruction.operation) {
    case Operation::Nothing:
    case Operation::Compare:
    case Operation::Test:
    case Operation::Jump:
    case Operation::Branch:
    case Operation::Return:
    case Operation::End: return;
    case Operation::Call: call(state, step); return;
    case Operation::Move:
    case Operation::MoveSigned:
        if (instruction.vectorBytes != 0)
            moveVector(state, step);
        else
            move(state, step);
        return;
    case Operation::Address: {
        const Place place = placeOf(state, step, instruction.source);
        if (place.isIndexed && isFrame(place.base))
            giveUpFrame();
        const bool isKnown = place.base != 0 && !place.isIndexed;
        setGeneral(state, step, instruction.destination, isKnown ? m_values.sum(place.base, place.offset) : 0);
        return;
    }
    case Operation::Add:
    case Operation::Subtract: add(state, step); return;
    case Operation::Xor:
        if (instruction.destination == instruction.source && instruction.destination.kind == Kind::Register) {
            setGeneral(state, step, instruction.destination, m_values.constant(0));
            return;
        }
        if (instruction.destination == instruction.source && instruction.destination.kind == Kind::Vector) {
            const int number = instruction.destination.number;
            state.set(m_values, FlowPlace::vectorLow(number), m_values.constant(0));
            state.set(m_values, {FlowPlace::Kind::VectorHigh, word, number}, m_values.constant(0));
            return;
        }
        other(state, step);
        return;
    case Operation::Push: {
        const auto stack = m_extents.stackAt(at(step).address);
        if (!stack) {
            giveUpFrame();
            state.forgetSlots();
            return;
        }
        const MachineOperand &from = instruction.source;
        const Id value = from.kind == Kind::Register ? registerValue(state, step, from.number) : 0;
        state.set(m_values, FlowPlace::slot(int32_t(*stack - int64_t(word)), word), value);
        return;
    }
    case Operation::Pop:
    case Operation::Leave:
    case Operation::And:
    case Operation::Other: other(state, step); return;
    }
}

/// ABIInternal: a call keeps no register but rsp and the frame pointer; xmm15 is zero behind it.
void FlowStep::call(FlowState &state, uint32_t step)
{
    const FlowCallee callee = m_blocks.calleeOf(step);
    if (callee.kind == FlowCallee::Kind::KeepsRegisters) {
        state.set(m_values, FlowPlace::general(writeBuffer), m_values.made(step, FlowPlace::general(writeBuffer)));
        return;
    }
    const Id frame = state.get(FlowPlace::general(framePointer));
    for (int number = 0; number < generalRegisters; ++number) {
        const FlowPlace general = FlowPlace::general(number), low = FlowPlace::vectorLow(number);
        state.set(m_values, general, m_values.made(step, general));
        state.set(m_values, low, m_values.made(step, low));
        state.set(m_values, {FlowPlace::Kind::VectorHigh, word, number}, 0);
    }
    state.set(m_values, FlowPlace::general(framePointer), frame);
    state.set(m_values, FlowPlace::vectorLow(zeroVector), m_values.constant(0));
    state.set(m_values, {FlowPlace::Kind::VectorHigh, word, zeroVector}, m_values.constant(0));
    for (const FrameExtents::Range &range : m_extents.shared())
        state.forget(m_values, range.begin, range.end);
    const auto stack = m_extents.stackAt(at(step).address);
    if (!stack) {
        state.forgetSlots();
        return;
    }
    const auto outgoing = m_extents.outgoing(*stack, callee.argumentBytes);
    state.forget(m_values, outgoing.begin, outgoing.end);
    state.forget(m_values, -farthest, *stack); // the callee's own frame lay there
}

/// What is written to a general register of less than eight bytes: of four the rest is zeroed, of fewer it stays.
void FlowStep::setGeneral(FlowState &state, uint32_t step, const MachineOperand &to, Id value)
{
    if (to.kind != Kind::Register)
        return;
    const FlowPlace place = FlowPlace::general(to.number);
    if (to.number == stackPointer)
        return;
    if (to.size < 4 || to.isHighByte || value == 0)
        value = m_values.made(step, place);
    state.set(m_values, place, m_values.extended(value, to.size < 4 ? word : to.size, false));
}

/// What a load of up to eight bytes, @p more bytes behind the operand, leaves in register @p to; the slot that it came
/// from has the same.
FlowStep::Id FlowStep::loadOf(FlowState &state, uint32_t step, const MachineOperand &from, unsigned size, FlowPlace to,
                              int64_t more)
{
    Place place = placeOf(state, step, from);
    place.offset += more;
    const auto offset = frameOffset(place);
    if (offset) {
        if (const Id known = state.load(m_values, int32_t(*offset), size))
            return known;
    }
    const bool isKnown = place.base != 0 && !place.isIndexed && !isFrame(place.base);
    const Id made = isKnown ? m_values.loaded(step, to, place.base, place.offset) : m_values.made(step, to);
    const Id value = m_values.extended(made, size, false);
    if (offset)
        state.set(m_values, FlowPlace::slot(int32_t(*offset), uint8_t(size)), value);
    return value;
}

void FlowStep::store(FlowState &state, uint32_t step, const MachineOperand &to, unsigned size, Id low, Id high)
{
    const Place place = placeOf(state, step, to);
    if (to.isElsewhere)
        return;
    if (const auto offset = frameOffset(place)) {
        state.forget(m_values, *offset, *offset + int64_t(size));
        state.set(m_values, FlowPlace::slot(int32_t(*offset), uint8_t(size < word ? size : word)), low);
        if (size > word)
            state.set(m_values, FlowPlace::slot(int32_t(*offset + int64_t(word)), word), high);
        return;
    }
    if (isFrame(place.base)) {
        state.forgetSlots();
        return;
    }
    for (const FrameExtents::Range &range : m_extents.shared())
        state.forget(m_values, range.begin, range.end);
}

void FlowStep::move(FlowState &state, uint32_t step)
{
    const MachineInstruction &instruction = at(step);
    const MachineOperand &to = instruction.destination;
    const MachineOperand &from = instruction.source;
    const bool isSigned = instruction.operation == Operation::MoveSigned;
    Id value = 0;
    if (from.kind == Kind::Register && !from.isHighByte) {
        value = registerValue(state, step, from.number);
        if (from.size < word && to.kind == Kind::Register)
            value = m_values.extended(value, from.size, isSigned);
    } else if (from.kind == Kind::Immediate) {
        value = m_values.constant(from.value);
    } else if (from.kind == Kind::Memory) {
        const FlowPlace place = FlowPlace::general(to.kind == Kind::Register ? to.number : 0);
        value = loadOf(state, step, from, from.size, place);
        if (isSigned)
            value = m_values.extended(value, from.size, true);
    }
    if (to.kind == Kind::Memory)
        store(state, step, to, to.size, value);
    else if (to.kind == Kind::Register && from.kind != Kind::None && !from.isHighByte)
        setGeneral(state, step, to, value);
    else
        other(state, step);
}

void FlowStep::moveVector(FlowState &state, uint32_t step)
{
    const MachineInstruction &instruction = at(step);
    const MachineOperand &to = instruction.destination;
    const MachineOperand &from = instruction.source;
    const unsigned size = instruction.vectorBytes;
    const unsigned lowSize = size < word ? size : word;
    const auto low = [](int number) { return FlowPlace::vectorLow(number); };
    const auto high = [](int number) { return FlowPlace{FlowPlace::Kind::VectorHigh, word, number}; };
    Id first = 0;
    Id second = size > word ? 0 : m_values.constant(0);
    if (from.kind == Kind::Vector) {
        first = m_values.extended(state.get(low(from.number)), lowSize, false);
        if (size > word)
            second = state.get(high(from.number));
    } else if (from.kind == Kind::Register) {
        first = m_values.extended(registerValue(state, step, from.number), lowSize, false);
    } else if (from.kind == Kind::Memory) {
        const int number = to.kind == Kind::Vector ? to.number : 0;
        first = loadOf(state, step, from, lowSize, low(number));
        if (size > word)
            second = loadOf(state, step, from, word, high(number), int64_t(word));
    }
    if (to.kind == Kind::Memory) {
        store(state, step, to, size, first, second);
    } else if (to.kind == Kind::Vector) {
        state.set(m_values, low(to.number), first ? first : m_values.made(step, low(to.number)));
        state.set(m_values, high(to.number), second);
    } else {
        setGeneral(state, step, to, first);
    }
}

void FlowStep::add(FlowState &state, uint32_t step)
{
    const MachineInstruction &instruction = at(step);
    const MachineOperand &to = instruction.destination;
    const MachineOperand &from = instruction.source;
    if (to.kind != Kind::Register || to.isHighByte || to.size < 4) {
        other(state, step);
        return;
    }
    if (to.number == stackPointer)
        return;
    const Id base = registerValue(state, step, to.number);
    std::optional<int64_t> number;
    if (from.kind == Kind::Immediate)
        number = from.value;
    else if (from.kind == Kind::Register
             && m_values[registerValue(state, step, from.number)].kind == FlowValue::Kind::Constant)
        number = m_values[registerValue(state, step, from.number)].number;
    if (!number) {
        other(state, step);
        return;
    }
    const int64_t change = instruction.operation == Operation::Add ? *number : int64_t(0 - uint64_t(*number));
    setGeneral(state, step, to, m_values.sum(base, change));
}

/// Whether the result may be an address in the frame that nobody can tell: pointers that are only copied or exchanged
/// stay what they were.
bool FlowStep::countsWithFrame(const FlowState &state, uint32_t step)
{
    const MachineInstruction &instruction = at(step);
    for (const MachineOperand *operand : {&instruction.destination, &instruction.source}) {
        if (operand->kind == Kind::Register && operand->size == word && operand->number != framePointer
            && isFrame(registerValue(state, step, operand->number)))
            return true;
    }
    return false;
}

/// An instruction of which only is known what it may change.
void FlowStep::other(FlowState &state, uint32_t step)
{
    const MachineInstruction &instruction = at(step);
    for (const MachineOperand *operand : {&instruction.destination, &instruction.source}) {
        const bool isWritten = operand->kind == Kind::Memory
            && (operand == &instruction.destination ? instruction.writesDestination : instruction.writesSource);
        if (isWritten && instruction.isRepeated && isFrame(placeOf(state, step, *operand).base))
            state.forgetSlots();
        else if (isWritten)
            store(state, step, *operand, operand->size, 0);
    }
    if (instruction.operation != Operation::Other && instruction.operation != Operation::Pop
        && instruction.operation != Operation::Leave && countsWithFrame(state, step))
        giveUpFrame();
    for (int number = 0; number < generalRegisters; ++number) {
        const FlowPlace general = FlowPlace::general(number), low = FlowPlace::vectorLow(number);
        if ((instruction.written >> number & 1) != 0 && number != stackPointer)
            state.set(m_values, general, m_values.made(step, general));
        if ((instruction.writtenVectors >> number & 1) != 0) {
            state.set(m_values, low, m_values.made(step, low));
            state.set(m_values, {FlowPlace::Kind::VectorHigh, word, number}, 0);
        }
    }
}

}
