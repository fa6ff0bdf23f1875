// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/findings/codepath.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

using Operation = MachineInstruction::Operation;
using Kind = MachineOperand::Kind;

constexpr uint8_t word = 8;
constexpr int stackPointer = 7, framePointer = 6, goroutineRegister = 14;
constexpr size_t zeroVector = 15; ///< Go internal/abi/abi_amd64.go: X15 is zero in Go code
constexpr size_t mostStores = 1024;

uint64_t masked(uint64_t value, uint8_t size)
{
    return size >= word ? value : value & ((uint64_t(1) << (size * 8)) - 1);
}

int64_t extended(uint64_t value, uint8_t size)
{
    const int shift = 64 - std::min<int>(size, word) * 8;
    return int64_t(value << shift) >> shift;
}

}

CodePath::CodePath(const Memory &memory, UnknownValues &unknown)
    : m_memory(&memory)
    , m_unknown(&unknown)
{
    for (PathValue &value : m_registers)
        value = unknown.fresh();
    for (auto &halves : m_vectors)
        halves = {unknown.fresh(), unknown.fresh()};
    m_vectors[zeroVector] = {};
}

PathValue CodePath::addressOf(const MachineOperand &operand) const
{
    if (operand.isElsewhere)
        return m_unknown->fresh();
    PathValue place = operand.number >= 0 ? get(operand.number) : PathValue{};
    place.offset += uint64_t(operand.value);
    if (operand.index < 0)
        return place;
    const PathValue index = get(operand.index);
    if (index.isKnown())
        place.offset += index.offset * operand.scale;
    else if (place.isKnown() && operand.scale == 1)
        place = {.base = index.base, .offset = index.offset + place.offset};
    else
        place = m_unknown->fresh();
    return place;
}

PathValue CodePath::load(PathValue place, uint8_t size)
{
    for (auto store = m_stores.rbegin(); store != m_stores.rend(); ++store) {
        if (store->place.base != place.base)
            continue;
        const uint64_t ahead = place.offset - store->place.offset;
        const bool overlaps = ahead < store->size || store->place.offset - place.offset < size;
        if (!overlaps)
            continue;
        if (ahead == 0 && size == store->size)
            return store->value;
        if (ahead < store->size && store->size - ahead >= size && store->value.isKnown())
            return {.base = 0, .offset = masked(store->value.offset >> (ahead * 8), size)};
        return m_unknown->fresh();
    }
    if (!place.isKnown())
        return m_unknown->at(place, size);
    const auto found = m_memory->readUnsigned({place.offset}, size);
    return found ? PathValue{.base = 0, .offset = *found} : m_unknown->at(place, size);
}

void CodePath::store(PathValue place, uint8_t size, PathValue value)
{
    if (size > word)
        return;
    const auto same = std::ranges::find_if(
        m_stores, [&](const Store &store) { return store.place == place && store.size == size; });
    if (same != m_stores.end())
        m_stores.erase(same);
    if (m_stores.size() < mostStores)
        m_stores.push_back(
            {place, size, value.isKnown() ? PathValue{.base = 0, .offset = masked(value.offset, size)} : value});
}

PathValue CodePath::read(const MachineOperand &operand)
{
    switch (operand.kind) {
    case Kind::Immediate: return {.base = 0, .offset = masked(uint64_t(operand.value), operand.size)};
    case Kind::Memory: return operand.size > word ? m_unknown->fresh() : load(addressOf(operand), operand.size);
    case Kind::Register: {
        const PathValue value = get(operand.number);
        if (operand.size == word)
            return value;
        if (!value.isKnown())
            return m_unknown->fresh();
        return {.base = 0, .offset = masked(operand.isHighByte ? value.offset >> 8 : value.offset, operand.size)};
    }
    default: return m_unknown->fresh();
    }
}

void CodePath::write(const MachineOperand &operand, PathValue value)
{
    if (operand.kind == Kind::Memory) {
        store(addressOf(operand), operand.size, value);
        return;
    }
    if (operand.kind != Kind::Register)
        return;
    constexpr uint8_t extends = 4; // bytes: a result of so many clears those above
    const PathValue before = get(operand.number);
    if (operand.size == word)
        set(operand.number, value);
    else if (!value.isKnown() || operand.isHighByte || (operand.size < extends && !before.isKnown()))
        set(operand.number, m_unknown->fresh());
    else {
        const uint64_t kept
            = operand.size < extends ? before.offset & ~masked(~uint64_t(0), operand.size) : uint64_t(0);
        set(operand.number, {.base = 0, .offset = kept | masked(value.offset, operand.size)});
    }
}

void CodePath::push(PathValue value)
{
    PathValue top = get(stackPointer);
    top.offset -= word;
    set(stackPointer, top);
    store(top, word, value);
}

PathValue CodePath::pop()
{
    PathValue top = get(stackPointer);
    const PathValue value = load(top, word);
    top.offset += word;
    set(stackPointer, top);
    return value;
}

void CodePath::clobber()
{
    for (int number = 0; number < int(m_registers.size()); ++number) {
        if (number != stackPointer && number != framePointer && number != goroutineRegister)
            set(number, m_unknown->fresh());
    }
    for (size_t i = 0; i < zeroVector; ++i)
        m_vectors[i] = {m_unknown->fresh(), m_unknown->fresh()};
    m_comparison = {};
}

void CodePath::moveVector(const MachineInstruction &instruction)
{
    const MachineOperand &to = instruction.destination;
    const MachineOperand &from = instruction.source;
    std::array<PathValue, 2> halves = {m_unknown->fresh(), m_unknown->fresh()};
    if (from.kind == Kind::Vector)
        halves = m_vectors[size_t(from.number)];
    else if (from.kind == Kind::Register)
        halves = {get(from.number), PathValue{}};
    else if (from.kind == Kind::Memory) {
        PathValue place = addressOf(from);
        halves[0] = load(place, word);
        place.offset += word;
        halves[1] = from.size > word ? load(place, word) : PathValue{};
    }
    if (to.kind == Kind::Vector)
        m_vectors[size_t(to.number)] = halves;
    else if (to.kind == Kind::Memory) {
        PathValue place = addressOf(to);
        store(place, word, halves[0]);
        place.offset += word;
        if (to.size > word)
            store(place, word, halves[1]);
    } else
        write(to, halves[0]);
}

/// Add, Subtract, And, Xor.
void CodePath::compute(const MachineInstruction &instruction)
{
    const PathValue left = read(instruction.destination);
    const PathValue right = read(instruction.source);
    const int64_t right64 = extended(right.offset, instruction.source.size);
    PathValue result = m_unknown->fresh();
    const bool isWhole = instruction.destination.size == word;
    if (instruction.operation == Operation::Xor && instruction.destination == instruction.source)
        result = {};
    else if (left.isKnown() && right.isKnown()) {
        const auto value = uint64_t(right64);
        result = {.base = 0,
                  .offset = instruction.operation == Operation::Add  ? left.offset + value
                      : instruction.operation == Operation::Subtract ? left.offset - value
                      : instruction.operation == Operation::And      ? left.offset & value
                                                                     : left.offset ^ value};
    } else if (instruction.operation == Operation::Add && isWhole && (right.isKnown() || left.isKnown()))
        result = right.isKnown() ? PathValue{left.base, left.offset + uint64_t(right64)}
                                 : PathValue{right.base, right.offset + left.offset};
    else if (instruction.operation == Operation::Subtract && isWhole && right.isKnown())
        result = {left.base, left.offset - uint64_t(right64)};
    write(instruction.destination, result);
}

/// What an instruction of which only its operands are known may have changed.
void CodePath::forget(const MachineInstruction &instruction)
{
    for (int number = 0; number < int(m_registers.size()); ++number) {
        if ((instruction.written >> number & 1) != 0)
            set(number, m_unknown->fresh());
    }
    const MachineOperand &to = instruction.destination;
    if (to.kind == Kind::Vector)
        m_vectors[size_t(to.number)] = {m_unknown->fresh(), m_unknown->fresh()};
    if (to.kind != Kind::Memory)
        return;
    PathValue place = addressOf(to);
    for (unsigned done = 0; done < to.size; done += word) {
        store(place, std::min<uint8_t>(uint8_t(to.size - done), word), m_unknown->fresh());
        place.offset += word;
    }
}

void CodePath::apply(const MachineInstruction &instruction)
{
    const MachineOperand &to = instruction.destination;
    const MachineOperand &from = instruction.source;
    switch (instruction.operation) {
    case Operation::Move:
        if (to.kind == Kind::Vector || from.kind == Kind::Vector)
            moveVector(instruction);
        else
            write(to, read(from));
        return;
    case Operation::MoveSigned: {
        const PathValue value = read(from);
        write(to,
              value.isKnown() ? PathValue{.base = 0, .offset = uint64_t(extended(value.offset, from.size))}
                              : m_unknown->fresh());
        return;
    }
    case Operation::Address: write(to, addressOf(from)); return;
    case Operation::Push: push(read(from)); return;
    case Operation::Pop: write(to, pop()); return;
    case Operation::Leave:
        set(stackPointer, get(framePointer));
        set(framePointer, pop());
        return;
    case Operation::Compare:
    case Operation::Test: {
        PathValue right = read(from);
        if (right.isKnown() && from.kind == Kind::Immediate)
            right.offset = masked(uint64_t(from.value), to.size);
        m_comparison
            = {.left = read(to), .right = right, .size = to.size, .isTest = instruction.operation == Operation::Test};
        return;
    }
    case Operation::Nothing: return;
    case Operation::Add:
    case Operation::Subtract:
    case Operation::And:
    case Operation::Xor: compute(instruction); break;
    default: forget(instruction); break;
    }
    m_comparison = {};
}

std::optional<bool> CodePath::isTaken(uint8_t condition) const
{
    const Comparison &c = m_comparison;
    const bool isSame = c.left == c.right;
    if (c.size == 0 || (!c.left.isKnown() && !isSame) || (!c.right.isKnown() && !isSame)
        || (c.isTest && !c.left.isKnown()))
        return std::nullopt;
    const uint64_t left = masked(c.left.offset, c.size), right = masked(c.right.offset, c.size);
    const uint64_t result = c.isTest ? left & right : masked(left - right, c.size);
    const bool isZero = result == 0;
    const bool isBelow = !c.isTest && left < right;
    const bool isNegative = extended(result, c.size) < 0;
    const bool isLess = c.isTest ? isNegative : extended(left, c.size) < extended(right, c.size);
    bool taken = false;
    switch (condition >> 1) { // Intel's manual, volume 1, appendix B: the last bit turns the condition round
    case 1: taken = isBelow; break;
    case 2: taken = isZero; break;
    case 3: taken = isBelow || isZero; break;
    case 4: taken = isNegative; break;
    case 6: taken = isLess; break;
    case 7: taken = isLess || isZero; break;
    default: return std::nullopt;
    }
    return taken != ((condition & 1) != 0);
}

}
