// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/unwind/unwinder.h"

namespace Freezeframe
{

/// The words of frames that may be pointers. The reference is borrowed; one thread.
class FrameSlots
{
public:
    explicit FrameSlots(const GoRuntime &runtime)
        : m_runtime(runtime)
    {
    }

    struct Slot {
        Address place;
        uint64_t word = 0;
        bool isUsed = false; ///< surely a pointer that the code goes on with; else it may be left over
    };
    /// Of the physical frame of frames[index], inlined ones are in it; the surely used ones first.
    [[nodiscard]] std::vector<Slot> of(const Stack &stack, size_t index) const;
    /// The word before a slot: of an interface the type that belongs to it.
    [[nodiscard]] uint64_t wordBefore(const Slot &slot) const;

private:
    void addRange(std::vector<Slot> &slots, AddressRange range) const;

    const GoRuntime &m_runtime;
};

}
