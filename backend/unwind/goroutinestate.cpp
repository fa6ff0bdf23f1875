// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/unwind/goroutinestate.h"

namespace Freezeframe
{

GoroutineStates::GoroutineStates(const GoRuntime &runtime)
    : m_memory(runtime.target().memory())
{
    const RuntimeLayout &layout = runtime.layout();
    m_stackLow = layout.find("runtime.g", "stack.lo");
    m_stackHigh = layout.find("runtime.g", "stack.hi");
    m_machine = layout.find("runtime.g", "m");
    m_schedPc = layout.find("runtime.g", "sched.pc");
    m_schedSp = layout.find("runtime.g", "sched.sp");
    m_schedFp = layout.find("runtime.g", "sched.bp");
    m_syscallPc = layout.find("runtime.g", "syscallpc");
    m_syscallSp = layout.find("runtime.g", "syscallsp");
    m_syscallFp = layout.find("runtime.g", "syscallbp");
    m_vdsoPc = layout.find("runtime.m", "vdsoPC");
    m_vdsoSp = layout.find("runtime.m", "vdsoSP");
    m_signal = layout.find("runtime.g", "sig");
    m_signalCode = layout.find("runtime.g", "sigcode0");
    m_faultAddress = layout.find("runtime.g", "sigcode1");
    m_faultPc = layout.find("runtime.g", "sigpc");
}

Address GoroutineStates::word(Address base, const std::optional<LayoutSource::Field> &field) const
{
    return field ? m_memory.readPointer(base + field->offset).value_or(Address{}) : Address{};
}

Result<GoroutineState> GoroutineStates::read(Address g) const
{
    if (!m_schedPc || !m_schedSp || !m_stackLow || !m_stackHigh)
        return fail(ErrorCode::Unsupported, "the layout of runtime.g is not known");
    GoroutineState state;
    state.address = g;
    const Result<Address> low = m_memory.readPointer(g + m_stackLow->offset);
    if (!low)
        return std::unexpected(low.error());
    state.stack = {*low, word(g, m_stackHigh)};
    state.machine = word(g, m_machine);
    state.schedPc = word(g, m_schedPc);
    state.schedSp = word(g, m_schedSp);
    state.schedFp = word(g, m_schedFp);
    state.syscallPc = word(g, m_syscallPc);
    state.syscallSp = word(g, m_syscallSp);
    state.syscallFp = word(g, m_syscallFp);
    return state;
}

std::optional<GoroutineStates::Fault> GoroutineStates::fault(Address g) const
{
    constexpr uint64_t segmentationFault = 11, notMapped = 1, notAllowed = 2; // SIGSEGV, SEGV_MAPERR, SEGV_ACCERR
    if (!m_signal || !m_signalCode || !m_faultAddress || !m_faultPc)
        return std::nullopt;
    const auto signal = m_memory.readUnsigned(g + m_signal->offset, m_signal->size);
    const Address code = word(g, m_signalCode);
    const auto address = m_memory.readPointer(g + m_faultAddress->offset);
    if (!signal || *signal != segmentationFault || (code.value != notMapped && code.value != notAllowed) || !address)
        return std::nullopt;
    return Fault{.pc = word(g, m_faultPc), .address = *address};
}

std::optional<GoroutineStates::VdsoCall> GoroutineStates::vdsoCall(Address machine) const
{
    const Address sp = word(machine, m_vdsoSp);
    const Address pc = word(machine, m_vdsoPc);
    if (sp.isNull() || pc.isNull())
        return std::nullopt;
    return VdsoCall{.pc = pc, .sp = sp};
}

}
