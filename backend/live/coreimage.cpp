// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/coreimage.h"

#include "backend/base/text.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <format>
#include <map>
#include <mutex>
#include <sys/mman.h>
#include <thread>

namespace Freezeframe
{
namespace
{

constexpr uint64_t pageSize = 4096;
constexpr uint64_t hugePage = CoreLayout::hugePage;
constexpr uint64_t populateStep = uint64_t(16) << 20; ///< how much goes between two looks at the stop token

using Part = std::pair<uint64_t, uint64_t>; ///< begin and end, in the file

uint64_t roundedDown(uint64_t value, uint64_t step)
{
    return value / step * step;
}

uint64_t roundedUp(uint64_t value, uint64_t step)
{
    return (value + step - 1) / step * step;
}

void append(std::vector<Part> &parts, Part part)
{
    if (!parts.empty() && parts.back().second >= part.first)
        parts.back().second = std::max(parts.back().second, part.second);
    else
        parts.push_back(part);
}

/// The runs by offset, and the huge pages of which they want at least half.
struct Wanted {
    std::vector<Part> huge;
    std::vector<Part> all;
};

Wanted wantedParts(const std::vector<PlacedRange> &runs)
{
    std::map<uint64_t, uint64_t> usage; // of each huge page of the file
    std::vector<Part> small;
    for (const PlacedRange &run : runs) {
        const uint64_t end = run.offset + run.range.size();
        small.emplace_back(run.offset, end);
        for (uint64_t at = run.offset; at < end; at = roundedDown(at, hugePage) + hugePage) {
            const uint64_t chunk = roundedDown(at, hugePage);
            usage[chunk] += std::min(end, chunk + hugePage) - at;
        }
    }
    Wanted wanted;
    for (const auto &[chunk, used] : usage) {
        if (used >= hugePage / 2) {
            append(wanted.huge, {chunk, chunk + hugePage});
            small.emplace_back(chunk, chunk + hugePage);
        }
    }
    std::ranges::sort(small);
    for (const Part &part : small)
        append(wanted.all, part);
    return wanted;
}

}

Result<std::unique_ptr<CoreImage>> CoreImage::reserve(uint64_t capacity)
{
    capacity = roundedUp(capacity, hugePage);
    // Room to move the beginning to where a huge page begins; the rest is given back.
    void *mapping = ::mmap(nullptr, capacity + hugePage, PROT_READ | PROT_WRITE,
                           MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (mapping == MAP_FAILED) {
        return fail(ErrorCode::Limit,
                    std::format("no room for {} of addresses: {}", byteCount(capacity), std::strerror(errno)));
    }
    auto *begin = static_cast<std::byte *>(mapping);
    const uint64_t before = (hugePage - reinterpret_cast<uint64_t>(begin) % hugePage) % hugePage;
    if (before > 0)
        ::munmap(begin, before);
    if (before < hugePage)
        ::munmap(begin + before + capacity, hugePage - before);
    std::unique_ptr<CoreImage> image(new CoreImage);
    image->m_begin = begin + before;
    image->m_capacity = capacity;
    // A child of ours must not get it, nor our own core if we should crash.
    ::madvise(image->m_begin, capacity, MADV_DONTFORK);
    ::madvise(image->m_begin, capacity, MADV_DONTDUMP);
    return image;
}

CoreImage::~CoreImage()
{
    if (m_begin)
        ::munmap(m_begin, m_capacity);
}

Result<void> CoreImage::write(uint64_t offset, std::span<const std::byte> bytes)
{
    std::memcpy(m_begin + offset, bytes.data(), bytes.size());
    return {};
}

Result<void> CoreImage::growTo(uint64_t capacity)
{
    if (capacity <= m_capacity)
        return {};
    capacity = roundedUp(capacity + capacity / 4, hugePage);
    void *moved = ::mremap(m_begin, m_capacity, capacity, MREMAP_MAYMOVE);
    if (moved == MAP_FAILED) {
        return fail(ErrorCode::Limit,
                    std::format("no room for {} of addresses: {}", byteCount(capacity), std::strerror(errno)));
    }
    m_begin = static_cast<std::byte *>(moved);
    m_capacity = capacity;
    return {};
}

void CoreImage::prepare(const std::vector<PlacedRange> &runs, unsigned threads,
                        const std::function<void(uint64_t)> &progress, const std::stop_token &stop)
{
    const Wanted wanted = wantedParts(runs);
    constexpr size_t mostAdvice = 8192; // each makes mappings of ours, of which a process has 65530
    for (size_t i = 0; i < std::min(wanted.huge.size(), mostAdvice); ++i) {
        const auto &[begin, end] = wanted.huge[i];
        ::madvise(m_begin + begin, end - begin, MADV_HUGEPAGE);
    }
    std::vector<Part> steps;
    for (auto [begin, end] : wanted.all) {
        for (; begin < end; begin = std::min(end, begin + populateStep))
            steps.emplace_back(begin, std::min(end, begin + populateStep));
    }
    std::atomic<size_t> next = 0;
    std::atomic<uint64_t> ready = 0;
    const auto work = [&](bool isFirst) {
        for (size_t index = next++; index < steps.size() && !stop.stop_requested(); index = next++) {
            const uint64_t begin = roundedDown(steps[index].first, pageSize);
            const uint64_t size = steps[index].second - begin;
            // Where the kernel lacks it (before 5.14), pages are made as they are filled.
            ::madvise(m_begin + begin, size, MADV_POPULATE_WRITE);
            ready += size;
            if (isFirst && progress)
                progress(ready);
        }
    };
    std::vector<std::jthread> others;
    for (unsigned i = 1; i < threads; ++i)
        others.emplace_back([&work] { work(false); });
    work(true);
}

std::shared_ptr<const MappedFile> CoreImage::take(uint64_t size, std::string name)
{
    const uint64_t kept = roundedUp(size, pageSize);
    if (kept < m_capacity)
        ::munmap(m_begin + kept, m_capacity - kept);
    ::mprotect(m_begin, kept, PROT_READ);
    auto file = MappedFile::adoptMapping(m_begin, size, std::move(name));
    m_begin = nullptr;
    m_capacity = 0;
    return file;
}

}
