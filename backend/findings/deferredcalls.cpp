// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/findings/deferredcalls.h"

#include "backend/base/bytereader.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

/// Go internal/abi/funcdata.go: FUNCDATA_OpenCodedDeferInfo, 4 since Go 1.14.
constexpr uint32_t openCodedDeferInfo = 4;

DeferredCall describe(const GoRuntime &runtime, Address function, size_t frame)
{
    DeferredCall call;
    call.frame = frame;
    if (!function.isNull()) {
        call.functionLocation = runtime.symbols().locate(function);
        call.function = call.functionLocation.function;
    }
    return call;
}

/// Go runtime/panic.go: a record has its caller's pc, a return address.
DeferredCall describe(const GoRuntime &runtime, const GoDefer &record, size_t frame)
{
    DeferredCall call = describe(runtime, record.function, frame);
    call.closure = record.closure;
    if (!record.pc.isNull())
        call.statement = runtime.symbols().locate(record.pc - 1);
    return call;
}

/// Top of the local variables (Go runtime/traceback.go: stkframe.varp).
Address localsTop(const Frame &frame)
{
    const bool pushesReturn = frame.registers.info().linkRegister < 0;
    Address top = pushesReturn ? frame.cfa - 8 : frame.cfa;
    if (top > frame.registers.sp())
        top = top - 8;
    return top;
}

/// One bit of a byte in the frame for each open-coded defer that is pending, and a slot with its closure.
void appendOpenCoded(std::vector<DeferredCall> &calls, const GoRuntime &runtime, const Frame &frame, size_t index)
{
    const auto match = runtime.symbols().functionAt(frame.functionEntry);
    if (!match || !match->module->pclntab)
        return;
    ByteReader info(match->module->pclntab->funcData(match->function, openCodedDeferInfo));
    const auto bitsOffset = info.readUleb128();
    const auto slotsOffset = info.readUleb128();
    if (!bitsOffset || !slotsOffset)
        return;
    const Memory &memory = runtime.target().memory();
    const Address top = localsTop(frame);
    const auto bits = memory.readAs<uint8_t>(top - *bitsOffset);
    if (!bits)
        return;
    for (unsigned i = 8; i-- > 0;) {
        if ((*bits >> i & 1) == 0)
            continue;
        const auto closure = memory.readPointer(top - *slotsOffset + i * 8);
        const auto function = closure ? memory.readPointer(*closure) : closure;
        calls.push_back(describe(runtime, function.value_or(Address{}), index));
        calls.back().closure = closure.value_or(Address{});
    }
}

}

std::vector<DeferredCall> deferredCalls(const GoRuntime &runtime, const Stack &stack, Address g)
{
    std::vector<DeferredCall> calls;
    const std::vector<GoDefer> listed = runtime.defers(g);
    auto next = listed.begin();
    for (size_t i = 0; i < stack.frames.size(); ++i) {
        const Frame &frame = stack.frames[i];
        if (frame.inlined || frame.kind != FrameKind::Go || frame.onSystemStack)
            continue;
        // A record belongs to the frame whose stack pointer it has.
        for (; next != listed.end() && next->sp < frame.cfa && next->sp >= frame.registers.sp(); ++next) {
            calls.push_back(describe(runtime, *next, i));
        }
        appendOpenCoded(calls, runtime, frame, i);
    }
    for (; next != listed.end(); ++next) {
        DeferredCall call = describe(runtime, *next, 0);
        call.frame.reset();
        calls.push_back(std::move(call));
    }
    return calls;
}

}
