// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/capturemoment.h"
#include "backend/live/corelayout.h"
#include "backend/live/imagesink.h"
#include "backend/live/livingmemory.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <sys/uio.h>
#include <thread>

namespace Freezeframe
{

/// Memory that could not be read, and the reason. A value type.
struct MemoryHole {
    AddressRange range;
    int reason = 0; ///< errno; ECANCELED: there was no time for it, ESRCH: the process had died
};

/// As many as make a difference: two to four keep the memory busy.
[[nodiscard]] unsigned copyThreads();

/// Copies memory of another process by threads of its own, in the given order. Owns those; to be used from one other.
class PageCopier
{
public:
    /// How the memory is reached.
    enum class Way {
        Fast, ///< by the number of its thread, which must stand still: process_vm_readv
        Bound, ///< by the file alone: never another program's, if this one should become that
    };
    PageCopier(std::shared_ptr<const LivingMemory> memory, Way way, CaptureObserver observer);
    PageCopier(const PageCopier &) = delete;
    PageCopier &operator=(const PageCopier &) = delete;
    ~PageCopier();

    void start(std::vector<PlacedRange> runs, ImageSink &sink, unsigned threads);
    /// Whether all is copied, or the sink has failed, after @p limit at the latest.
    [[nodiscard]] bool waitFor(std::chrono::milliseconds limit);
    /// Takes nothing new; what is under way counts as missing. Returns at once.
    void abandon();
    /// Waits for the threads. All that was not copied is in holes() then, by address.
    void join();

    [[nodiscard]] uint64_t copied() const { return m_copied; }
    /// The process died, or became another program, before all was copied. What was copied is of the time before.
    [[nodiscard]] bool hasLost() const { return m_hasLost; }
    [[nodiscard]] const std::vector<MemoryHole> &holes() const { return m_holes; }
    [[nodiscard]] const std::optional<Error> &failure() const { return m_failure; } ///< of the sink

private:
    struct Batch {
        size_t first = 0; ///< run
        size_t count = 0;
        bool isDone = false;
    };
    void makeBatches(std::vector<PlacedRange> runs);
    void work();
    [[nodiscard]] bool copy(const Batch &batch, std::vector<std::byte> &buffer);
    /// False if the process died or there is no time for more.
    [[nodiscard]] bool fill(const Batch &batch, std::byte *buffer, std::vector<MemoryHole> &holes);
    [[nodiscard]] bool fillSlowly(AddressRange range, std::byte *to, std::vector<MemoryHole> &holes);
    [[nodiscard]] ssize_t read(std::span<const iovec> to, std::span<const iovec> from) const;

    std::shared_ptr<const LivingMemory> m_memory;
    Way m_way;
    CaptureObserver m_observer;
    ImageSink *m_sink = nullptr;
    std::vector<PlacedRange> m_runs; ///< each within one batch
    std::vector<Batch> m_batches;
    std::atomic<size_t> m_next = 0;
    std::atomic<uint64_t> m_copied = 0;
    std::atomic<bool> m_isAbandoned = false;
    std::atomic<bool> m_hasLost = false;
    std::mutex m_lock;
    std::condition_variable m_ended;
    unsigned m_running = 0; // of m_lock, as those that follow
    std::vector<MemoryHole> m_holes;
    std::optional<Error> m_failure;
    std::vector<std::thread> m_threads;
};

}
