// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/go/goruntimedata.h"

namespace Freezeframe
{

Result<uint64_t> PlainField::at(const Memory &memory, Address base) const
{
    if (size == 0)
        return fail(ErrorCode::NotFound, "this Go version has no such field");
    uint64_t value = 0;
    const uint32_t count = size < 8 ? size : 8;
    if (auto done = memory.read(base + offset, std::as_writable_bytes(std::span(&value, 1)).first(count)); !done)
        return std::unexpected(std::move(done.error()));
    return value;
}

PlainField plainField(const RuntimeLayout &layout, std::string_view structure, std::string_view path)
{
    const auto field = layout.find(structure, path);
    constexpr uint64_t largestOffset = 1 << 20; // no structure of the runtime that is read here comes near
    if (!field || field->offset > largestOffset || field->size > largestOffset)
        return {};
    return {static_cast<uint32_t>(field->offset), static_cast<uint32_t>(field->size)};
}

GoroutineFields goroutineFields(const RuntimeLayout &layout)
{
    const auto field = [&](std::string_view path) { return plainField(layout, "runtime.g", path); };
    GoroutineFields g;
    g.size = layout.sizeOf("runtime.g").value_or(0);
    g.stackLow = field("stack.lo");
    g.stackHigh = field("stack.hi");
    g.machine = field("m");
    g.schedSp = field("sched.sp");
    g.schedPc = field("sched.pc");
    g.schedBp = field("sched.bp");
    g.schedG = field("sched.g");
    g.syscallSp = field("syscallsp");
    g.syscallPc = field("syscallpc");
    g.syscallBp = field("syscallbp");
    g.status = field("atomicstatus");
    g.id = field("goid");
    g.waitSince = field("waitsince");
    g.waitReason = field("waitreason");
    g.goPc = field("gopc");
    g.startPc = field("startpc");
    g.parent = field("parentGoid");
    g.labels = field("labels");
    g.runningCleanups = field("runningCleanups");
    g.ancestors = field("ancestors");
    return g;
}

MachineFields machineFields(const RuntimeLayout &layout)
{
    const auto field = [&](std::string_view path) { return plainField(layout, "runtime.m", path); };
    MachineFields m;
    m.g0 = field("g0");
    m.gsignal = field("gsignal");
    m.procid = field("procid");
    m.currentG = field("curg");
    m.p = field("p");
    m.id = field("id");
    m.throwing = field("throwing");
    m.dying = field("dying");
    m.inCgo = field("incgo");
    m.lockedG = field("lockedg");
    m.allLink = field("alllink");
    return m;
}

}
