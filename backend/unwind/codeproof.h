// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/elf/registers.h"
#include "backend/target/target.h"
#include "backend/unwind/codeframe.h"

namespace Freezeframe
{

/// The frame that called a frame of C.
struct CFrameCaller {
    Address cfa;
    Registers registers; ///< of the caller; what the callee may have changed is unknown
    bool isSignalFrame = false; ///< @ref registers is where a signal interrupted, pc is exact
    bool isOutermost = false; ///< the tables say that nobody called: the thread's first frame
};

/// Finds the caller of x86-64 code without unwind tables, if the code leaves no doubt: the way from where the function
/// was called to where it is says how far up the stack its return address lies. Used for one frame; one thread.
class CodeProof
{
public:
    /// @p exact: the pc is where execution is, not a return address.
    CodeProof(const Target &target, const Registers &registers, bool exact);

    /// With the function that a symbol names (its entry may be null); its call, where that is direct, must agree.
    [[nodiscard]] std::optional<CFrameCaller> byFunction(const CodeFrames::Start &function);
    /// Without a symbol: the call before a return address on the stack leads to the pc, and would have left it there.
    [[nodiscard]] std::optional<CFrameCaller> byCalls();

private:
    struct Call {
        bool isCall = false;
        std::optional<Address> target; ///< of a direct one
    };
    [[nodiscard]] Call callBefore(Address pc);
    [[nodiscard]] std::optional<Address> throughStub(Address target);
    [[nodiscard]] std::optional<Address> returnPlace(const CodeFrame &frame) const;
    [[nodiscard]] bool leadsHere(Address callee, Address place);
    [[nodiscard]] std::optional<CFrameCaller> callerBy(const CodeFrame &frame, Address place, Address returnAddress);

    const Target &m_target;
    const Registers &m_registers;
    const bool m_exact;
    MachineCode m_code;
    CodeFrames m_frames;
};

}
