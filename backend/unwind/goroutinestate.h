// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/go/goruntime.h"

namespace Freezeframe
{

/// Where a goroutine goes on, as its g says (Go runtime/runtime2.go: g, gobuf). A value type.
struct GoroutineState {
    Address address; ///< of the g
    Address machine; ///< g.m, null while no thread runs it
    AddressRange stack;
    Address schedPc, schedSp, schedFp;
    Address syscallPc, syscallSp, syscallFp; ///< sp is null outside of syscalls and calls of C
};

/// Reads the words of g and m that lead back over a switch of stacks, by offsets resolved once. Immutable; any thread.
class GoroutineStates
{
public:
    explicit GoroutineStates(const GoRuntime &runtime);

    [[nodiscard]] Result<GoroutineState> read(Address g) const;

    /// m.vdsoPC and m.vdsoSP: the caller of the function that has switched to g0 for a call of the vdso
    /// (Go runtime/sys_linux_amd64.s: nanotime1). Nullopt outside of such a call.
    struct VdsoCall {
        Address pc;
        Address sp;
    };
    [[nodiscard]] std::optional<VdsoCall> vdsoCall(Address machine) const;

    /// g.sigpc and g.sigcode1: the instruction that touched an address, which is not mapped or may not be touched so, and
    /// that address (Go runtime/signal_unix.go: sighandler). Nullopt if the last signal was another one.
    struct Fault {
        Address pc;
        Address address;
    };
    [[nodiscard]] std::optional<Fault> fault(Address g) const;

private:
    [[nodiscard]] Address word(Address base, const std::optional<LayoutSource::Field> &field) const;

    const Memory &m_memory;
    std::optional<LayoutSource::Field> m_stackLow, m_stackHigh, m_machine;
    std::optional<LayoutSource::Field> m_schedPc, m_schedSp, m_schedFp;
    std::optional<LayoutSource::Field> m_syscallPc, m_syscallSp, m_syscallFp;
    std::optional<LayoutSource::Field> m_vdsoPc, m_vdsoSp;
    std::optional<LayoutSource::Field> m_signal, m_signalCode, m_faultAddress, m_faultPc;
};

}
