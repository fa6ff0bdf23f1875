// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/heap/heapspans.h"

#include <functional>

namespace Freezeframe
{

/// Marks what can be reached in Go's heap, as a garbage collector that takes every word for a pointer: it may mark too
/// much, never too little, as long as memory can be read. Owns its marks; references outlive it; one thread.
class HeapMarking
{
public:
    HeapMarking(const Memory &memory, const HeapSpans &spans);

    /// The object at @p address may be reached, but nothing is through it.
    void close(Address address);
    /// takeReached() will name it. False if it is not an object of the heap.
    bool watch(Address address);

    /// Whatever the words of the range, or a word, point to, is reached.
    void addRoots(AddressRange range);
    void addRoot(uint64_t word);
    /// What is in the object at @p address is reached, also if it is closed.
    void open(Address address);
    /// Goes on from what was added till nothing new comes, or the stop.
    /// @p pause is called now and then, if there is one.
    void run(const std::stop_token &stop, const std::function<void()> &pause = {});

    [[nodiscard]] bool isReached(Address address) const;
    [[nodiscard]] bool isClosed(Address address) const;
    /// Numbers of watched objects that were reached since the last call.
    [[nodiscard]] std::vector<uint32_t> takeReached();
    /// Bytes of reachable memory that could not be read: what is reached through it alone is not.
    [[nodiscard]] uint64_t unreadableBytes() const { return m_unreadable; }

private:
    void scan(AddressRange range);
    void scanWords(std::span<const std::byte> bytes);

    const Memory &m_memory;
    const HeapSpans &m_spans;
    std::vector<bool> m_marks, m_closed, m_watched;
    std::vector<AddressRange> m_pending;
    std::vector<uint32_t> m_reached;
    uint64_t m_unreadable = 0;
};

}
