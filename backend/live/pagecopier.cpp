// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/pagecopier.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <sys/resource.h>
#include <sys/uio.h>
#include <unistd.h>

namespace Freezeframe
{
namespace
{

constexpr uint64_t pageSize = 4096;
constexpr size_t mostRuns = 256; ///< of a batch: process_vm_readv takes 1024
/// A huge page: the file system takes one write of that size, at such an offset, in one piece and under one lock.
constexpr uint64_t batchSize = CoreLayout::hugePage;

}

unsigned copyThreads()
{
    return std::clamp(std::thread::hardware_concurrency(), 1U, 4U);
}

PageCopier::PageCopier(std::shared_ptr<const LivingMemory> memory, Way way, CaptureObserver observer)
    : m_memory(std::move(memory))
    , m_way(way)
    , m_observer(std::move(observer))
{
}

PageCopier::~PageCopier()
{
    abandon();
    join();
}

void PageCopier::makeBatches(std::vector<PlacedRange> runs)
{
    uint64_t room = 0;
    for (PlacedRange run : runs) {
        while (!run.range.isEmpty()) {
            if (room == 0 || m_batches.back().count == mostRuns) {
                m_batches.push_back({.first = m_runs.size()});
                room = batchSize;
            }
            const uint64_t size = std::min({room, run.range.size(), batchSize - run.offset % batchSize});
            m_runs.push_back({.range = {run.range.begin, run.range.begin + size}, .offset = run.offset});
            ++m_batches.back().count;
            run.range.begin.value += size;
            run.offset += size;
            room = run.offset % batchSize == 0 ? 0 : room - size;
        }
    }
}

void PageCopier::start(std::vector<PlacedRange> runs, ImageSink &sink, unsigned threads)
{
    m_sink = &sink;
    makeBatches(std::move(runs));
    m_running = std::max(1U, threads);
    for (unsigned i = 0; i < std::max(1U, threads); ++i)
        m_threads.emplace_back([this] { work(); });
}

bool PageCopier::waitFor(std::chrono::milliseconds limit)
{
    std::unique_lock lock(m_lock);
    return m_ended.wait_for(lock, limit, [this] { return m_running == 0; });
}

void PageCopier::abandon()
{
    m_isAbandoned = true;
}

void PageCopier::join()
{
    if (m_threads.empty())
        return;
    for (std::thread &thread : m_threads)
        thread.join();
    m_threads.clear();
    for (const Batch &batch : m_batches) {
        if (batch.isDone)
            continue;
        for (size_t i = batch.first; i < batch.first + batch.count; ++i)
            m_holes.push_back({.range = m_runs[i].range, .reason = m_hasLost ? ESRCH : ECANCELED});
    }
    std::ranges::sort(m_holes, {}, &MemoryHole::range);
    std::vector<MemoryHole> merged;
    for (const MemoryHole &hole : m_holes) {
        if (!merged.empty() && merged.back().range.end >= hole.range.begin && merged.back().reason == hole.reason)
            merged.back().range.end = std::max(merged.back().range.end, hole.range.end);
        else
            merged.push_back(hole);
    }
    m_holes = std::move(merged);
}

void PageCopier::work()
{
    (void)::setpriority(PRIO_PROCESS, id_t(::gettid()), -20); // as the process waits for it; where the system allows it
    std::vector<std::byte> buffer;
    if (!m_sink->place(0))
        buffer.resize(batchSize);
    while (!m_isAbandoned && !m_hasLost) {
        const size_t index = m_next++;
        if (index >= m_batches.size())
            break;
        if (m_observer)
            m_observer(CaptureMoment::Copying);
        const bool isWhole = copy(m_batches[index], buffer);
        m_batches[index].isDone = isWhole && !m_isAbandoned; // what ends late was read while the process ran
    }
    const std::lock_guard lock(m_lock);
    --m_running;
    m_ended.notify_all();
}

bool PageCopier::copy(const Batch &batch, std::vector<std::byte> &buffer)
{
    std::vector<MemoryHole> holes;
    if (!fill(batch, buffer.data(), holes))
        return false;
    const std::byte *from = buffer.data();
    uint64_t size = 0;
    for (size_t i = batch.first; i < batch.first + batch.count; ++i) {
        const PlacedRange &run = m_runs[i];
        size += run.range.size();
        if (buffer.empty())
            continue;
        if (auto done = m_sink->write(run.offset, {from, run.range.size()}); !done) {
            const std::lock_guard lock(m_lock);
            if (!m_failure)
                m_failure = std::move(done.error());
            m_isAbandoned = true;
            return false;
        }
        from += run.range.size();
    }
    m_copied += size;
    if (!holes.empty()) {
        const std::lock_guard lock(m_lock);
        m_holes.insert(m_holes.end(), holes.begin(), holes.end());
    }
    return true;
}

ssize_t PageCopier::read(std::span<const iovec> to, std::span<const iovec> from) const
{
    if (m_way == Way::Fast)
        return ::process_vm_readv(m_memory->tid(), to.data(), to.size(), from.data(), from.size(), 0);
    return m_memory->read({reinterpret_cast<uint64_t>(from.front().iov_base)},
                          {static_cast<std::byte *>(to.front().iov_base), to.front().iov_len});
}

bool PageCopier::fill(const Batch &batch, std::byte *buffer, std::vector<MemoryHole> &holes)
{
    std::array<iovec, mostRuns> local;
    std::array<iovec, mostRuns> remote;
    size_t count = 0;
    for (size_t i = 0; i < batch.count; ++i) {
        const PlacedRange &run = m_runs[batch.first + i];
        std::byte *to = buffer ? buffer : m_sink->place(run.offset);
        local[count] = {to, run.range.size()};
        remote[count] = {reinterpret_cast<void *>(run.range.begin.value), run.range.size()};
        ++count;
        if (buffer)
            buffer += run.range.size();
    }
    size_t at = 0;
    while (at < count && !m_isAbandoned && !m_hasLost) {
        const ssize_t got = read(std::span(local).subspan(at, count - at), std::span(remote).subspan(at, count - at));
        uint64_t read = got > 0 ? uint64_t(got) : 0;
        const bool isPart = read > 0 && m_way == Way::Bound; // a run each time
        while (at < count && read >= remote[at].iov_len)
            read -= remote[at++].iov_len;
        if (at == count || (isPart && read == 0))
            continue;
        // It stopped before a page that it can't read, in the middle of a run or at its beginning.
        const Address begin{reinterpret_cast<uint64_t>(remote[at].iov_base) + read};
        const uint64_t size = std::min(remote[at].iov_len - read, pageSize - begin.value % pageSize);
        if (!fillSlowly({begin, begin + size}, static_cast<std::byte *>(local[at].iov_base) + read, holes))
            return false;
        const uint64_t done = read + size;
        local[at] = {static_cast<std::byte *>(local[at].iov_base) + done, local[at].iov_len - done};
        remote[at] = {static_cast<std::byte *>(remote[at].iov_base) + done, remote[at].iov_len - done};
        if (remote[at].iov_len == 0)
            ++at;
    }
    return at == count;
}

bool PageCopier::fillSlowly(AddressRange range, std::byte *to, std::vector<MemoryHole> &holes)
{
    const ssize_t got = m_memory->read(range.begin, {to, range.size()});
    if (got == ssize_t(range.size()))
        return true;
    const int reason = got < 0 ? errno : EIO;
    if (got <= 0 && !m_memory->isThere()) {
        m_hasLost = true; // no page will come any more
        return false;
    }
    std::memset(to, 0, range.size());
    holes.push_back({.range = range, .reason = reason});
    return true;
}

}
