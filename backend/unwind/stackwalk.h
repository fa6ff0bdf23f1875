// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/unwind/codelookup.h"
#include "backend/unwind/cunwinder.h"
#include "backend/unwind/goroutinestate.h"
#include "backend/unwind/unwinder.h"

namespace Freezeframe
{

/// What a walk reads from. All of it outlives the walk; symbols, runtime and states are null without Go.
struct WalkSources {
    const Target &target;
    const CUnwinder &c;
    const GoSymbols *symbols = nullptr;
    const GoRuntime *runtime = nullptr;
    const GoroutineStates *states = nullptr;
};

/// One walk over one stack, from registers to the first frame: Go by pclntab, C by CFI, and over the switches
/// between goroutine, system and signal stack. Used once; one thread.
class StackWalk
{
public:
    StackWalk(const WalkSources &sources, size_t limit);

    /// The goroutine on whose behalf the stack is, and the M that runs it (null if none does).
    void setGoroutine(const GoroutineState &state, const GoMachine *machine);
    void setMachine(const GoMachine *machine) { m_machine = machine; }

    /// @p exact: the registers are where execution is; else their pc is a return address.
    [[nodiscard]] Stack run(const Registers &start, bool exact);

private:
    using Code = CodeLookup::Code;

    struct SavedPlace {
        Address pc, sp, fp;
    };

    // stackwalk.cpp
    void step();
    [[nodiscard]] bool makesProgress();
    void interruptedAt(const Result<Registers> &registers);
    void stepGo(const Code &code);
    void stepC();
    void stepBadCall();
    void returnTo(const Code &code, Address cfa);
    void emit(const Code &code, FrameKind kind, Address cfa);
    void finish();
    void giveUp(Error error);
    void goTo(const SavedPlace &place);
    void goTo(const Registers &registers, bool exact);
    void reserveFrames();
    [[nodiscard]] Result<Address> frameAddress(const Code &code) const;
    [[nodiscard]] Result<Address> word(Address place) const;
    [[nodiscard]] bool isCode(Address pc) const;
    [[nodiscard]] bool onSystemStack() const;
    [[nodiscard]] bool hasNoOwnNumber(const GoFunction &function);

    // stackswitch.cpp
    [[nodiscard]] bool leaveSignalHandler(const Code &code);
    [[nodiscard]] bool leaveTrampoline(const Code &code);
    [[nodiscard]] bool leaveVdso(const Code &code);
    [[nodiscard]] bool leaveSystemStack(const Code &code);
    [[nodiscard]] bool leaveCallback(const Code &code, Address cfa);
    void leaveCgo(const Code &code);

    // interruptedcode.cpp
    void recallInterrupted(Address cfa, Registers &caller) const;
    [[nodiscard]] std::optional<Registers> keptContext(Address cfa) const;
    [[nodiscard]] std::optional<SavedPlace> savedPlace() const;
    void restoreSaved(const Code &code, Address cfa, Registers &caller) const;

    const WalkSources m_sources;
    const Memory &m_memory;
    const ArchitectureInfo &m_architecture;
    const size_t m_limit;
    CodeLookup m_lookup;
    const GoMachine *m_machine = nullptr;
    std::optional<GoroutineState> m_state;

    Registers m_registers;
    bool m_exact = true;
    bool m_interrupted = false;
    bool m_afterRaise = false; ///< the frame before was runtime.raise, interrupted by the signal it sent
    bool m_done = false;
    unsigned m_signals = 0; ///< signal handlers that were left
    Address m_reached; ///< how far up the goroutine's stack the walk is
    std::optional<Address> m_systemSp; ///< g0's stack pointer where the innermost callback not yet left began
    std::optional<SavedPlace> m_resume; ///< where the goroutine goes on, should the walk get lost on a system stack
    Stack m_stack;
};

}
