// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/unwind/codeframe.h"

#include <algorithm>
#include <map>
#include <vector>

namespace Freezeframe
{

namespace
{

using Operation = MachineInstruction::Operation;
using Kind = MachineOperand::Kind;
using Keeps = CodeFrame::Keeps;

constexpr size_t mostSteps = 20'000;
constexpr int stackPointer = 7, framePointer = 6;
constexpr int64_t word = 8;

std::optional<size_t> preservedIndex(int number)
{
    const auto found = std::ranges::find(CodeFrame::preserved, number);
    return found == CodeFrame::preserved.end() ? std::nullopt
                                               : std::optional(size_t(found - CodeFrame::preserved.begin()));
}

bool isRegister(const MachineOperand &operand, int number)
{
    return operand.kind == Kind::Register && operand.number == number && operand.size == word;
}

/// One instruction's effect on a frame.
class FrameStep
{
public:
    explicit FrameStep(CodeFrame &frame)
        : m_frame(frame)
    {
    }

    void apply(const MachineInstruction &instruction)
    {
        switch (instruction.operation) {
        case Operation::Push: push(instruction.source); return;
        case Operation::Pop: pop(instruction.destination); return;
        case Operation::Leave:
            m_frame.stackPointer = m_frame.framePointer;
            popInto(framePointer);
            return;
        case Operation::Move:
            if (move(instruction.destination, instruction.source))
                return;
            break;
        case Operation::Address:
            if (isRegister(instruction.destination, stackPointer)
                || isRegister(instruction.destination, framePointer)) {
                set(instruction.destination.number, distance(instruction.source));
                return;
            }
            break;
        case Operation::Add:
        case Operation::Subtract:
            if (isRegister(instruction.destination, stackPointer) && instruction.source.kind == Kind::Immediate) {
                if (m_frame.stackPointer)
                    *m_frame.stackPointer += instruction.operation == Operation::Add ? -instruction.source.value
                                                                                     : instruction.source.value;
                return;
            }
            break;
        case Operation::Call:
        case Operation::Compare:
        case Operation::Test:
        case Operation::Nothing: return;
        default: break;
        }
        change(instruction);
    }

private:
    /// Of an address that names a place in the frame.
    [[nodiscard]] std::optional<int64_t> distance(const MachineOperand &operand) const
    {
        if (operand.kind != Kind::Memory || operand.isElsewhere || operand.index >= 0)
            return std::nullopt;
        const auto base = operand.number == stackPointer ? m_frame.stackPointer
            : operand.number == framePointer             ? m_frame.framePointer
                                                         : std::nullopt;
        return base ? std::optional(*base - operand.value) : std::nullopt;
    }

    void set(int number, std::optional<int64_t> distance)
    {
        if (number == stackPointer) {
            m_frame.stackPointer = distance;
        } else {
            lose(number);
            m_frame.framePointer = distance;
        }
    }

    /// The register no longer has the caller's value.
    void lose(int number)
    {
        if (number == framePointer)
            m_frame.framePointer.reset();
        const auto index = preservedIndex(number);
        if (index && m_frame.keeps[*index] == Keeps::Register)
            m_frame.keeps[*index] = Keeps::Nowhere;
    }

    void save(const MachineOperand &source, std::optional<int64_t> place)
    {
        const auto index
            = source.kind == Kind::Register && source.size == word ? preservedIndex(source.number) : std::nullopt;
        if (index && place && m_frame.keeps[*index] == Keeps::Register) {
            m_frame.keeps[*index] = Keeps::Slot;
            m_frame.slots[*index] = *place;
        }
    }

    /// Loads a register from @p place: the caller's value comes back, or another comes.
    void load(int number, std::optional<int64_t> place)
    {
        const auto index = preservedIndex(number);
        if (number == framePointer)
            m_frame.framePointer.reset();
        if (!index)
            return;
        if (place && m_frame.keeps[*index] == Keeps::Slot && m_frame.slots[*index] == *place)
            m_frame.keeps[*index] = Keeps::Register;
        else
            lose(number);
    }

    void push(const MachineOperand &source)
    {
        if (m_frame.stackPointer)
            *m_frame.stackPointer += word;
        save(source, m_frame.stackPointer);
    }

    void pop(const MachineOperand &destination)
    {
        if (destination.kind == Kind::Register)
            popInto(destination.number);
        else if (m_frame.stackPointer)
            *m_frame.stackPointer -= word;
    }

    void popInto(int number)
    {
        load(number, m_frame.stackPointer);
        if (number == stackPointer)
            m_frame.stackPointer.reset();
        else if (m_frame.stackPointer)
            *m_frame.stackPointer -= word;
    }

    /// Whether that was one that this knows.
    bool move(const MachineOperand &destination, const MachineOperand &source)
    {
        if (destination.kind == Kind::Memory) {
            save(source, distance(destination));
            return true;
        }
        if (isRegister(destination, stackPointer) || isRegister(destination, framePointer)) {
            if (source.kind == Kind::Memory && destination.number == framePointer)
                load(framePointer, distance(source));
            else
                set(destination.number,
                    isRegister(source, stackPointer)       ? m_frame.stackPointer
                        : isRegister(source, framePointer) ? m_frame.framePointer
                                                           : std::nullopt);
            return true;
        }
        if (destination.kind == Kind::Register && destination.size == word && source.kind == Kind::Memory) {
            load(destination.number, distance(source));
            return true;
        }
        return false;
    }

    void change(const MachineInstruction &instruction)
    {
        uint32_t written = instruction.written;
        if (instruction.destination.kind == Kind::Register && instruction.operation != Operation::Other)
            written |= uint32_t(1) << instruction.destination.number;
        if ((written >> stackPointer & 1) != 0)
            m_frame.stackPointer.reset();
        for (const int number : CodeFrame::preserved) {
            if ((written >> number & 1) != 0)
                lose(number);
        }
    }

    CodeFrame &m_frame;
};

/// What is the same in both. False if @p known says no less than before.
bool meet(CodeFrame &known, const CodeFrame &other)
{
    CodeFrame met = known;
    if (met.stackPointer != other.stackPointer)
        met.stackPointer.reset();
    if (met.framePointer != other.framePointer)
        met.framePointer.reset();
    for (size_t i = 0; i < met.keeps.size(); ++i) {
        if (met.keeps[i] != other.keeps[i] || (met.keeps[i] == Keeps::Slot && met.slots[i] != other.slots[i]))
            met.keeps[i] = Keeps::Nowhere;
    }
    return !(met == std::exchange(known, met));
}

}

/// All ways from one entry: what is known before each instruction.
struct CodeFrames::Way {
    Start start;
    std::map<Address, CodeFrame> known;
    std::vector<Address> open;

    void enter(Address pc, const CodeFrame &frame)
    {
        const auto [at, isNew] = known.try_emplace(pc, frame);
        if (isNew || meet(at->second, frame))
            open.push_back(pc);
    }
    /// Goes on behind an instruction: not beyond the end of the function.
    void fall(Address pc, const CodeFrame &frame)
    {
        if (start.end.isNull() || pc < start.end || pc < start.entry)
            enter(pc, frame);
    }
};

std::optional<CodeFrame> CodeFrames::at(const Start &start, Address pc, bool afterCall)
{
    m_hasUnknownJump = false;
    Way way{.start = start, .known = {}, .open = {}};
    way.enter(start.entry, {});
    for (size_t steps = 0; !way.open.empty(); ++steps) {
        if (steps >= mostSteps)
            return std::nullopt;
        const Address from = way.open.back();
        way.open.pop_back();
        pass(way, from);
    }
    if (!afterCall) {
        const auto found = way.known.find(pc);
        return found == way.known.end() ? std::nullopt : std::optional(found->second);
    }
    for (const auto &[address, frame] : way.known) {
        const MachineInstruction &instruction = m_code.at(address);
        if (instruction.operation == Operation::Call && instruction.next == pc)
            return frame;
    }
    return std::nullopt;
}

void CodeFrames::pass(Way &way, Address from)
{
    const MachineInstruction &instruction = m_code.at(from);
    CodeFrame frame = way.known.at(from);
    FrameStep(frame).apply(instruction);
    switch (instruction.operation) {
    case Operation::Return:
    case Operation::End: return;
    case Operation::Jump:
        if (const auto target = instruction.target())
            way.enter(*target, frame);
        else
            m_hasUnknownJump = true;
        return;
    case Operation::Branch:
        if (const auto target = instruction.target())
            way.enter(*target, frame);
        break;
    case Operation::Call:
        // Behind the last call of a function, one that does not return, is filling and then another function.
        if (way.start.end.isNull() && m_code.at(instruction.next).operation == Operation::Nothing)
            return;
        break;
    default: break;
    }
    way.fall(instruction.next, frame);
}

}
