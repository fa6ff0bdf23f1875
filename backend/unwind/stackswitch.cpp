// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/unwind/signalcontext.h"
#include "backend/unwind/stackwalk.h"

#include <algorithm>
#include <array>

namespace Freezeframe
{

namespace
{

constexpr uint8_t spWriteFlag = 2; // Go internal/abi/symtab.go: FuncFlagSPWrite
constexpr uint64_t largestAlignmentGap = 64; ///< bytes that asmcgocall skips when it stays on its stack

struct SavedRegister {
    int number; ///< of DWARF
    uint64_t offset; ///< in bytes
};

// Go runtime/cgo/abi_amd64.h: PUSH_REGS_HOST_TO_ABI0, from the lowest saved word on.
constexpr std::array hostRegisters = {
    SavedRegister{3, 0}, SavedRegister{12, 8}, SavedRegister{13, 16}, SavedRegister{14, 24}, SavedRegister{15, 32},
};
constexpr uint64_t hostRegistersInCrosscall2 = 64; ///< bytes below the CFA, behind the frame pointer that Go pushes
constexpr uint64_t hostRegistersInSigtramp = 56;

// Go runtime/preempt_amd64.s: asyncPreempt, from the stack pointer at its call of asyncPreempt2 on.
constexpr std::array preemptedRegisters = {
    SavedRegister{0, 0},   SavedRegister{2, 8},   SavedRegister{1, 16},  SavedRegister{3, 24},   SavedRegister{4, 32},
    SavedRegister{5, 40},  SavedRegister{8, 48},  SavedRegister{9, 56},  SavedRegister{10, 64},  SavedRegister{11, 72},
    SavedRegister{12, 80}, SavedRegister{13, 88}, SavedRegister{14, 96}, SavedRegister{15, 104},
};

/// "runtime.x" and "runtime.x.abi0" are the same function for us.
bool isNamed(const GoFunction &function, std::string_view name)
{
    std::string_view found = function.name;
    if (found.ends_with(".abi0"))
        found.remove_suffix(5);
    return found == name;
}

}

/// From runtime.sigtrampgo to the code that the signal interrupted. runtime.sigtramp and the kernel's trampoline lie
/// between them; their frames say nothing, and Delve does not number them either.
bool StackWalk::leaveSignalHandler(const Code &code)
{
    if (!isNamed(code.match.function, "runtime.sigtrampgo") || m_architecture.linkRegister >= 0)
        return false;
    const Result<Address> cfa = frameAddress(code);
    const Result<Address> back = cfa ? word(*cfa - 8) : cfa;
    const Code *entry = back ? m_lookup.beside(*back, false) : nullptr;
    if (!entry || !isNamed(entry->match.function, "runtime.sigtramp") || !entry->frameSize)
        return false;
    const Address entryCfa = *cfa + (static_cast<uint64_t>(*entry->frameSize) + 8);
    const Result<Address> trampoline = word(entryCfa - 8);
    const Architecture architecture = m_architecture.architecture;
    if (!trampoline || !isSignalTrampoline(m_memory, *trampoline, architecture))
        return false;
    emit(code, FrameKind::Signal, *cfa);
    m_stack.frames.back().signalContext = entryCfa;
    interruptedAt(interruptedRegisters(m_memory, entryCfa, architecture));
    return true;
}

/// The runtime's own trampoline (runtime.sigreturn__sigaction), reached from a handler that is not the runtime's.
bool StackWalk::leaveTrampoline(const Code &code)
{
    const Architecture architecture = m_architecture.architecture;
    if (!code.match.function.name.starts_with("runtime.sigreturn")
        || !isSignalTrampoline(m_memory, code.match.function.entry, architecture))
        return false;
    emit(code, FrameKind::Signal, m_registers.sp());
    m_stack.frames.back().signalContext = m_registers.sp();
    interruptedAt(interruptedRegisters(m_memory, m_registers.sp(), architecture));
    return true;
}

/// Functions that ask the vdso for the time go to g0 by themselves; pclntab does not know by how much, but the M
/// keeps the place that they return to (Go runtime/sys_linux_amd64.s: nanotime1).
bool StackWalk::leaveVdso(const Code &code)
{
    const GoFunction &function = code.match.function;
    const bool asksTheTime = isNamed(function, "runtime.nanotime1") || isNamed(function, "runtime.walltime")
        || isNamed(function, "time.now");
    if (!asksTheTime || (function.flags & spWriteFlag) == 0 || !m_machine || !onSystemStack())
        return false;
    const auto call = m_sources.states->vdsoCall(m_machine->address);
    if (!call || !isCode(call->pc))
        return false;
    emit(code, FrameKind::Go, call->sp);
    goTo(SavedPlace{.pc = call->pc, .sp = call->sp, .fp = word(call->sp - 16).value_or(Address{})});
    return true;
}

/// From asmcgocall's part on g0 to the goroutine's stack: it keeps there the goroutine and how deep its stack was
/// (Go runtime/asm_amd64.s: asmcgocall). Only the stack pointer changes; the frame is the same.
void StackWalk::leaveCgo(const Code &code)
{
    const GoFunction &function = code.match.function;
    if (m_exact || function.kind != GoFuncKind::Asmcgocall || m_architecture.linkRegister >= 0 || !onSystemStack())
        return;
    const Address sp = m_registers.sp();
    const Address first = word(sp).value_or(Address{});
    const Address second = word(sp + 8).value_or(Address{});
    if (isNamed(function, "runtime.asmcgocall_no_g")) {
        m_registers.setSp(second);
        return;
    }
    if (second.isNull()) { // was called on a system stack, and stayed there
        if (first > sp && first - sp <= largestAlignmentGap)
            m_registers.setSp(first);
        return;
    }
    if (!m_state && m_sources.states) {
        if (auto state = m_sources.states->read(second))
            m_state = *state;
    }
    if (!m_state)
        return;
    if (second == m_state->address && first.value <= m_state->stack.size())
        m_registers.setSp(m_state->stack.end - first.value);
    else if (m_state->stack.contains(m_state->schedSp))
        m_registers.setSp(m_state->schedSp);
}

/// From the functions that switch to g0 back to the goroutine, which goes on where its g.sched says.
bool StackWalk::leaveSystemStack(const Code &code)
{
    const GoFunction &function = code.match.function;
    const bool isSwitch = function.kind == GoFuncKind::SystemStack || function.kind == GoFuncKind::Mcall
        || function.kind == GoFuncKind::Morestack || isNamed(function, "runtime.newstack");
    if (!isSwitch || m_exact || !onSystemStack())
        return false;
    if (!m_state) {
        if (function.kind != GoFuncKind::Mcall && function.kind != GoFuncKind::Morestack)
            return false;
        finish(); // the goroutine that came here for the scheduler is off this thread
        return true;
    }
    if (m_state->schedPc.isNull() || !m_state->stack.contains(m_state->schedSp)) {
        giveUp(Error{.code = ErrorCode::BadFormat, .message = "the goroutine has not saved where it left its stack"});
        return true;
    }
    goTo(SavedPlace{m_state->schedPc, m_state->schedSp, m_state->schedFp});
    return true;
}

/// From Go code that C has called back to the C code, on g0: cgocallback has the same frame on both stacks, and
/// keeps g0's previous stack pointer at the bottom of the one on g0 (Go runtime/asm_amd64.s: cgocallback).
bool StackWalk::leaveCallback(const Code &code, Address cfa)
{
    if (code.match.function.kind != GoFuncKind::Cgocallback || !m_state || !m_machine || onSystemStack()
        || m_architecture.linkRegister >= 0)
        return false;
    if (!m_systemSp) {
        const auto g0 = m_sources.states->read(m_machine->g0);
        if (!g0)
            return false;
        m_systemSp = g0->schedSp;
    }
    const auto size = static_cast<uint64_t>(*code.frameSize);
    const Address sp = *m_systemSp;
    const Address systemCfa = sp + (size + 8);
    const Result<Address> previous = word(sp);
    const Result<Address> pc = word(systemCfa - 8);
    if (sp.isNull() || !previous || !pc || !isCode(*pc))
        return false;
    m_systemSp = *previous;
    const Result<Address> goroutinePc = word(cfa - 8);
    goTo(SavedPlace{*pc, systemCfa, word(systemCfa - 16).value_or(Address{})});
    if (goroutinePc && m_state->stack.contains(cfa) && isCode(*goroutinePc))
        m_resume = SavedPlace{*goroutinePc, cfa, word(cfa - 16).value_or(Address{})};
    return true;
}

/// Where the goroutine was when it left for C, a syscall or the scheduler; nullopt if it has not saved that.
std::optional<StackWalk::SavedPlace> StackWalk::savedPlace() const
{
    if (m_state->stack.contains(m_state->syscallSp) && !m_state->syscallPc.isNull())
        return SavedPlace{m_state->syscallPc, m_state->syscallSp, m_state->syscallFp};
    if (m_state->stack.contains(m_state->schedSp) && !m_state->schedPc.isNull())
        return SavedPlace{m_state->schedPc, m_state->schedSp, m_state->schedFp};
    return std::nullopt;
}

/// Registers that assembly has saved for its caller, so that C frames above can be walked, and values of preempted
/// frames told.
void StackWalk::restoreSaved(const Code &code, Address cfa, Registers &caller) const
{
    if (m_architecture.architecture != Architecture::X86_64 || m_exact)
        return;
    const GoFunction &function = code.match.function;
    std::span<const SavedRegister> saved = hostRegisters;
    Address base;
    if (isNamed(function, "crosscall2"))
        base = cfa - hostRegistersInCrosscall2;
    else if (isNamed(function, "runtime.sigtramp"))
        base = cfa - hostRegistersInSigtramp;
    else if (function.kind == GoFuncKind::AsyncPreempt) {
        base = m_registers.sp();
        saved = preemptedRegisters;
    } else
        return;
    for (const SavedRegister &place : saved) {
        if (const auto value = word(base + place.offset))
            caller.set(place.number, value->value);
    }
}

}
