// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT

// The registers of code that the runtime has turned into a panic: they were the kernel's to keep, on a signal stack, and
// stand there until the next signal.
#include "backend/unwind/machinecode.h"
#include "backend/unwind/signalcontext.h"
#include "backend/unwind/stackwalk.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

constexpr size_t mostMachines = 256; ///< whose signal stacks are looked at
constexpr uint64_t mostOfStack = 64 << 10; ///< bytes of a signal stack, from its upper end
constexpr uint64_t pageSize = 4096;
// In the ucontext (arch/x86/include/uapi/asm/sigcontext.h): rsp, and rip behind it.
constexpr uint64_t stackPointerOffset = 40 + 15 * 8;

/// The register that holds the address which an instruction could not touch, and its value: of one that names memory by
/// a register and a displacement alone.
std::optional<std::pair<int, uint64_t>> addressRegister(const MachineInstruction &instruction, Address fault)
{
    // What reaches over the end of a page is told at the page, not at its own begin.
    if (fault.value != 0 && fault.value % pageSize == 0)
        return std::nullopt;
    std::optional<std::pair<int, uint64_t>> found;
    for (const MachineOperand &operand : {instruction.destination, instruction.source}) {
        if (operand.kind != MachineOperand::Kind::Memory)
            continue;
        if (found || operand.number < 0 || operand.index >= 0 || operand.isElsewhere)
            return std::nullopt;
        found = {operand.number, fault.value - uint64_t(operand.value)};
    }
    using Operation = MachineInstruction::Operation;
    const bool touchesElsewhere = instruction.operation == Operation::Address
        || instruction.operation == Operation::Push || instruction.operation == Operation::Pop
        || instruction.operation == Operation::Call || instruction.operation == Operation::End
        || instruction.operation == Operation::Nothing;
    return touchesElsewhere ? std::nullopt : found;
}

}

/// sighandler has turned the context into a call of sigpanic from @p cfa (Go runtime/signal_amd64.go: preparePanic), by
/// way of sigpanic0, which jumps there: so its stack pointer and program counter stand side by side as nowhere else.
std::optional<Registers> StackWalk::keptContext(Address cfa) const
{
    const auto in = [&](const GoMachine &machine) -> std::optional<Registers> {
        const AddressRange stack = machine.signalStack;
        if (stack.begin.isNull() || stack.end <= stack.begin)
            return std::nullopt;
        const uint64_t size = std::min(mostOfStack, stack.end - stack.begin) & ~uint64_t(7);
        std::vector<uint64_t> words(size / 8);
        const Address begin = stack.end - size;
        if (!m_memory.read(begin, std::as_writable_bytes(std::span(words))))
            return std::nullopt;
        for (size_t i = stackPointerOffset / 8; i + 1 < words.size(); ++i) {
            if (words[i] != cfa.value - 8)
                continue;
            const auto code = m_sources.symbols->functionAt(Address{words[i + 1]});
            if (!code || code->function.entry.value != words[i + 1]
                || !code->function.name.starts_with("runtime.sigpanic"))
                continue;
            const auto registers
                = interruptedRegisters(m_memory, begin + (i * 8 - stackPointerOffset), m_architecture.architecture);
            return registers ? std::optional(*registers) : std::nullopt;
        }
        return std::nullopt;
    };
    if (m_machine) {
        if (auto kept = in(*m_machine))
            return kept;
    }
    size_t looked = 0;
    for (const GoMachine &machine : m_sources.runtime->machines()) {
        if (++looked > mostMachines)
            break;
        if (auto kept = in(machine))
            return kept;
    }
    return std::nullopt;
}

/// Fills in what is known of the registers of @p caller, the code that sigpanic was put in for.
void StackWalk::recallInterrupted(Address cfa, Registers &caller) const
{
    if (m_architecture.architecture != Architecture::X86_64 || !m_sources.runtime || !m_sources.symbols)
        return;
    if (auto kept = keptContext(cfa)) {
        kept->setPc(caller.pc());
        kept->setSp(caller.sp());
        caller = *kept;
        return;
    }
    const auto fault = m_state ? m_sources.states->fault(m_state->address) : std::nullopt;
    if (!fault || fault->pc != caller.pc())
        return;
    MachineCode code(m_memory);
    if (const auto known = addressRegister(code.at(fault->pc), fault->address); known && !caller.get(known->first))
        caller.set(known->first, known->second);
}

}
