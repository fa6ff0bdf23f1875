// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/unwind/parkedstack.h"
#include "backend/unwind/unwinder.h"

#include <unordered_map>

namespace Freezeframe
{

/// What the stacks of goroutines lead to, as the garbage collector sees it: the pointers that each frame still uses
/// after its call, and of a frame that does not stand in a call whatever is in it. References outlive it; one thread.
class StackRoots
{
public:
    StackRoots(const GoRuntime &runtime, const Unwinder &unwinder, const GoroutineTable &table);

    /// Words that may be pointers. Of a stack that can't be walked to its end, all of it.
    [[nodiscard]] std::vector<uint64_t> of(uint32_t row) const;
    /// All words of its stack, left-over ones too.
    [[nodiscard]] std::vector<uint64_t> allOf(uint32_t row) const;

private:
    /// Of one place in code, in bytes from the CFA.
    struct Place {
        int64_t size = 0; ///< of the frame up to the CFA
        std::vector<int64_t> pointers;
        std::vector<std::pair<int64_t, uint64_t>> objects; ///< where, and how large
        bool hasMaps = false;
    };
    struct Found {
        std::vector<uint64_t> words;
        std::vector<AddressRange> objects; ///< variables whose address was taken, not yet used
    };
    /// By what is known of places in code alone, which many goroutines share. False if that is not enough.
    [[nodiscard]] bool addParked(Found &found, uint32_t row) const;
    [[nodiscard]] const Place &placeAt(Address pc) const;
    void addFrame(Found &found, const Frame &frame, Address sp, bool isExact) const;
    void addRange(Found &found, AddressRange range) const;
    void addCalls(std::vector<uint64_t> &words, uint32_t row) const;
    void addUsedObjects(Found &found) const;

    const GoRuntime &m_runtime;
    const Unwinder &m_unwinder;
    const GoroutineTable &m_table;
    mutable ParkedCache m_cache;
    mutable std::unordered_map<Address, Place> m_places; ///< by return address
    mutable std::vector<Address> m_pcs;
};

}
