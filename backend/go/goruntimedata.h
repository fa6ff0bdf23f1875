// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/bytereader.h"
#include "backend/go/goruntime.h"
#include "backend/go/typedescriptors.h"

#include <cstring>
#include <unordered_map>

namespace Freezeframe
{

/// A field as the hot loops want it; of size 0 if this Go has none, and then reads as nothing. A value type.
struct PlainField {
    uint32_t offset = 0;
    uint32_t size = 0;

    [[nodiscard]] explicit operator bool() const { return size != 0; }
    /// Unsigned, up to 8 bytes; 0 if the field does not exist or lies outside @p bytes.
    [[nodiscard]] uint64_t in(std::span<const std::byte> bytes) const
    {
        uint64_t value = 0;
        if (size > 8 || offset > bytes.size() || bytes.size() - offset < size)
            return value;
        switch (size) { // a copy of a length that the compiler knows is one instruction
        case 8: std::memcpy(&value, bytes.data() + offset, 8); break;
        case 4: std::memcpy(&value, bytes.data() + offset, 4); break;
        case 1: std::memcpy(&value, bytes.data() + offset, 1); break;
        default: std::memcpy(&value, bytes.data() + offset, size); break;
        }
        return value;
    }
    /// Read from the structure at @p base: NotFound if there is no such field.
    [[nodiscard]] Result<uint64_t> at(const Memory &memory, Address base) const;
};

/// Offsets in runtime.g that are read for each goroutine.
struct GoroutineFields {
    uint64_t size = 0; ///< of runtime.g
    PlainField stackLow, stackHigh, machine, schedSp, schedPc, schedBp, schedG, syscallSp, syscallPc, syscallBp, status,
        id, waitSince, waitReason, goPc, startPc, parent, labels, runningCleanups, ancestors;
};

struct MachineFields {
    PlainField g0, gsignal, procid, currentG, p, id, throwing, dying, inCgo, lockedG, allLink;
};

/// What a GoRuntime resolved once. Immutable after GoRuntime::open.
struct GoRuntime::Data {
    std::unique_ptr<TypeDescriptors> types;
    GoroutineFields g;
    MachineFields m;
    AddressRange reasonTable; ///< runtime.waitReasonStrings
    std::unordered_map<Address, size_t> machineByAddress;
    std::unordered_map<int64_t, size_t> machineByThread;
    bool finalizerIsRunning = false; ///< fingStatus has fingRunningFinalizer: its goroutine is not a system one then
};

[[nodiscard]] PlainField plainField(const RuntimeLayout &layout, std::string_view structure, std::string_view path);
[[nodiscard]] GoroutineFields goroutineFields(const RuntimeLayout &layout);
[[nodiscard]] MachineFields machineFields(const RuntimeLayout &layout);

}
