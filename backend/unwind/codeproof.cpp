// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/unwind/codeproof.h"

#include "backend/unwind/signalcontext.h"

namespace Freezeframe
{

namespace
{

constexpr size_t mostWords = 1024; ///< of the stack that are looked at
constexpr size_t mostCalls = 64; ///< among them that are followed
constexpr uint64_t longestCall = 7; ///< bytes
constexpr uint64_t word = 8;

}

CodeProof::CodeProof(const Target &target, const Registers &registers, bool exact)
    : m_target(target)
    , m_registers(registers)
    , m_exact(exact)
    , m_code(target.memory())
    , m_frames(m_code)
{
}

/// The instruction before a return address: e8, or ff /2 through a register or memory.
CodeProof::Call CodeProof::callBefore(Address pc)
{
    Call indirect;
    for (const uint64_t length : {uint64_t(5), uint64_t(2), uint64_t(3), uint64_t(4), uint64_t(6), longestCall}) {
        if (pc.value < length)
            continue;
        const MachineInstruction &instruction = m_code.at(pc - length);
        if (instruction.operation != MachineInstruction::Operation::Call || instruction.next != pc)
            continue;
        if (const auto target = instruction.target())
            return {.isCall = true, .target = target};
        indirect.isCall = true;
    }
    return indirect;
}

/// Where a jump through memory goes on, as those of the procedure linkage table; nullopt if it is none.
std::optional<Address> CodeProof::throughStub(Address target)
{
    constexpr int mostInstructions = 3; // "endbr64", a jump with or without prefix
    for (int i = 0; i < mostInstructions; ++i) {
        const MachineInstruction &instruction = m_code.at(target);
        const MachineOperand &source = instruction.source;
        if (instruction.operation == MachineInstruction::Operation::Nothing) {
            target = instruction.next;
            continue;
        }
        const bool isStub = instruction.operation == MachineInstruction::Operation::Jump
            && source.kind == MachineOperand::Kind::Memory && source.number < 0 && source.index < 0
            && !source.isElsewhere;
        if (!isStub)
            return std::nullopt;
        const auto place = m_target.memory().readPointer({uint64_t(source.value)});
        return place ? std::optional(*place) : std::nullopt;
    }
    return std::nullopt;
}

std::optional<Address> CodeProof::returnPlace(const CodeFrame &frame) const
{
    std::optional<Address> place;
    if (frame.stackPointer && *frame.stackPointer >= 0)
        place = m_registers.sp() + uint64_t(*frame.stackPointer);
    if (frame.framePointer) {
        const auto fp = m_registers.get(m_registers.info().framePointer);
        const Address other{fp.value_or(0) + uint64_t(*frame.framePointer)};
        if (fp && place && other != *place)
            return std::nullopt; // broken
        if (fp)
            place = other;
    }
    if (!place || *place < m_registers.sp() || place->value % word != 0)
        return std::nullopt;
    return place;
}

/// Whether who calls @p callee, and has its return address at @p place, comes to where execution is.
bool CodeProof::leadsHere(Address callee, Address place)
{
    const Address entry = throughStub(callee).value_or(callee);
    const auto frame = m_frames.at({.entry = entry, .end = {}}, m_registers.pc(), !m_exact);
    return frame && returnPlace(*frame) == place;
}

std::optional<CFrameCaller> CodeProof::callerBy(const CodeFrame &frame, Address place, Address returnAddress)
{
    const Memory &memory = m_target.memory();
    CFrameCaller caller{.cfa = place + word, .registers = Registers(m_registers.architecture())};
    for (size_t i = 0; i < CodeFrame::preserved.size(); ++i) {
        const int number = CodeFrame::preserved[i];
        std::optional<uint64_t> value;
        if (frame.keeps[i] == CodeFrame::Keeps::Register)
            value = m_registers.get(number);
        else if (frame.keeps[i] == CodeFrame::Keeps::Slot) {
            if (const auto saved = memory.readPointer(place - uint64_t(frame.slots[i])))
                value = saved->value;
        }
        if (value)
            caller.registers.set(number, *value);
    }
    caller.registers.setPc(returnAddress);
    caller.registers.setSp(caller.cfa);
    return caller;
}

std::optional<CFrameCaller> CodeProof::byFunction(const CodeFrames::Start &function)
{
    if (function.entry.isNull())
        return std::nullopt;
    const auto frame = m_frames.at(function, m_registers.pc(), !m_exact);
    const auto place = frame ? returnPlace(*frame) : std::nullopt;
    const auto returnAddress
        = place ? m_target.memory().readPointer(*place) : Result<Address>(std::unexpected(Error{}));
    if (!returnAddress)
        return std::nullopt;
    const Call call = callBefore(*returnAddress);
    const bool isHandler = isSignalTrampoline(m_target.memory(), *returnAddress, m_registers.architecture());
    if (!call.isCall && !isHandler)
        return std::nullopt;
    // Who was called may have jumped on to this function; where to is seen unless it asked a register.
    if (call.target && throughStub(*call.target).value_or(*call.target) != function.entry
        && !leadsHere(*call.target, *place) && !m_frames.hasUnknownJump())
        return std::nullopt;
    return callerBy(*frame, *place, *returnAddress);
}

std::optional<CFrameCaller> CodeProof::byCalls()
{
    const Memory &memory = m_target.memory();
    const Address sp = m_registers.sp();
    size_t calls = 0;
    for (size_t i = 0; i < mostWords && calls < mostCalls; ++i) {
        const Address place = sp + i * word;
        const auto returnAddress = memory.readPointer(place);
        if (!returnAddress || place < sp)
            return std::nullopt;
        // Most words are no return addresses: one byte tells that of a direct call.
        constexpr uint64_t directCall = 5;
        constexpr uint8_t directCallCode = 0xe8;
        if (memory.readAs<uint8_t>(*returnAddress - directCall).value_or(0) != directCallCode)
            continue;
        const Call call = callBefore(*returnAddress);
        if (!call.target)
            continue;
        ++calls;
        const Address entry = throughStub(*call.target).value_or(*call.target);
        const auto frame = m_frames.at({.entry = entry, .end = {}}, m_registers.pc(), !m_exact);
        if (frame && returnPlace(*frame) == place)
            return callerBy(*frame, place, *returnAddress);
    }
    return std::nullopt;
}

}
