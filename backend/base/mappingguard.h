// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <cstddef>

namespace Freezeframe
{

/// Keeps the program alive when bytes of a mapped file can't be had any more: the file got shorter, or its disk fails.
/// The kernel answers a look at them with SIGBUS; the handler puts zeros there and notes how far the file still is.
/// Any thread; the table of mappings is what a signal handler can reach, and so belongs to the process.
class MappingGuard
{
public:
    /// For main(), once: without it, mappings are as fragile as the system makes them.
    static void install();
    /// Whether any mapping ever lost bytes: one load, for reads that must be fast.
    [[nodiscard]] static bool anyLoss() { return lossSeen.load(std::memory_order_acquire); }

    MappingGuard() = default;
    /// Guards what mmap() gave, until destroyed. There is room for some thousands at once; more are not guarded.
    MappingGuard(void *begin, size_t size);
    ~MappingGuard();
    MappingGuard(const MappingGuard &) = delete;
    MappingGuard &operator=(const MappingGuard &) = delete;

    /// Bytes from the start on that were not lost; the whole size as long as all is well.
    [[nodiscard]] size_t intactSize() const;
    /// Notes that the file has only @p size bytes left.
    void lose(size_t size);

private:
    friend struct MappingGuardHandler;
    struct Slot {
        std::atomic<char *> begin = nullptr;
        std::atomic<size_t> size = 0;
        std::atomic<size_t> intact = 0;
        std::atomic<bool> taken = false;
    };
    static std::atomic<bool> lossSeen;

    Slot *m_slot = nullptr;
    size_t m_size = 0;
};

}
