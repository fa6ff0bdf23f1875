// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inflight/frameslots.h"

#include "backend/go/pointermaps.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

constexpr uint64_t wordSize = 8;
constexpr uint64_t longestArguments = 64 * wordSize; ///< which lie in the caller's frame
constexpr uint64_t largestFrame = uint64_t(1) << 20; ///< whose words are looked at one by one

}

std::vector<FrameSlots::Slot> FrameSlots::of(const Stack &stack, size_t index) const
{
    std::vector<Slot> slots;
    while (index < stack.frames.size() && stack.frames[index].inlined)
        ++index;
    if (index >= stack.frames.size())
        return slots;
    const Frame &frame = stack.frames[index];
    const Address sp{frame.registers.get(frame.registers.info().stackPointer).value_or(0)};
    if (frame.kind != FrameKind::Go || sp.isNull() || frame.cfa <= sp || frame.cfa - sp > largestFrame)
        return slots;
    const bool standsInCall = !frame.interrupted && frame.lookupPc != frame.pc;
    const auto match = m_runtime.symbols().functionAt(frame.lookupPc);
    const auto maps = standsInCall && match && match->module && match->module->pclntab
        ? PointerMaps::at(*match->module->pclntab, match->function, frame.lookupPc, frame.cfa)
        : std::nullopt;
    const Memory &memory = m_runtime.target().memory();
    if (!maps) {
        for (int number = 0; number < Registers::count; ++number) {
            if (const auto value = frame.registers.get(number); value && index == 0)
                slots.push_back({.place = {}, .word = *value});
        }
        addRange(slots, {sp, frame.cfa + longestArguments});
        return slots;
    }
    for (Address at = sp; at < frame.cfa + longestArguments; at = at + wordSize) {
        if (maps->isPointer(at))
            slots.push_back({.place = at, .word = memory.readUnsigned(at, wordSize).value_or(0), .isUsed = true});
    }
    for (const AddressRange &object : maps->objects()) {
        if (object.size() <= largestFrame)
            addRange(slots, object);
    }
    return slots;
}

void FrameSlots::addRange(std::vector<Slot> &slots, AddressRange range) const
{
    for (Address at = range.begin; at + wordSize <= range.end; at = at + wordSize) {
        if (const auto word = m_runtime.target().memory().readAs<uint64_t>(at); word && *word != 0)
            slots.push_back({.place = at, .word = *word});
    }
}

uint64_t FrameSlots::wordBefore(const Slot &slot) const
{
    return slot.place.value < wordSize
        ? 0
        : m_runtime.target().memory().readAs<uint64_t>(slot.place - wordSize).value_or(0);
}

}
