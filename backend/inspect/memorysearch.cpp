// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/memorysearch.h"

#include "backend/base/pagerelease.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

namespace Freezeframe
{

namespace
{

constexpr uint64_t pieceSize = uint64_t(4) << 20;
constexpr unsigned threadCount = 2;
constexpr uint64_t pageSize = 4096;

/// The whole pages in @p bytes.
std::span<const std::byte> wholePages(std::span<const std::byte> bytes)
{
    const auto begin = reinterpret_cast<uintptr_t>(bytes.data());
    const uint64_t skipped = (pageSize - begin % pageSize) % pageSize;
    if (bytes.size() <= skipped)
        return {};
    return bytes.subspan(skipped, (bytes.size() - skipped) / pageSize * pageSize);
}

}

MemorySearch::MemorySearch(const Memory &memory, std::vector<AddressRange> ranges, MemoryPattern pattern)
    : m_memory(memory)
    , m_pattern(std::move(pattern))
{
    divide(ranges);
}

void MemorySearch::divide(const std::vector<AddressRange> &ranges)
{
    const uint64_t overlap = m_pattern.size() - 1;
    std::optional<Address> last;
    for (const AddressRange &range : ranges) {
        if (range.isEmpty())
            continue;
        if (last == range.begin && overlap > 0)
            m_pieces.push_back({.range = {{range.begin.value - std::min(overlap, range.begin.value)},
                                          {range.begin.value + std::min(overlap, UINT64_MAX - range.begin.value)}},
                                .isSeam = true});
        for (uint64_t begin = range.begin.value; begin < range.end.value;) {
            const uint64_t size = std::min(pieceSize, range.end.value - begin);
            m_pieces.push_back({.range = {{begin}, {begin + size}}});
            begin += size;
        }
        m_total += range.size();
        last = range.end;
    }
}

std::vector<Address> MemorySearch::searchPiece(const Piece &piece, size_t limit) const
{
    std::vector<Address> matches;
    std::vector<size_t> offsets;
    for (Address at = piece.range.begin; at < piece.range.end;) {
        const uint64_t wanted = piece.range.end - at;
        uint64_t size = m_memory.readableSize(at, wanted);
        auto bytes = m_memory.view(at, size);
        // What begins in this piece may end in the next.
        if (const uint64_t more = size + m_pattern.size() - 1; !bytes.empty() && size == wanted) {
            if (const auto longer = m_memory.view(at, m_memory.readableSize(at, more)); longer.size() > bytes.size())
                bytes = longer;
        }
        offsets.clear();
        m_pattern.find(bytes, at, size, limit - matches.size(), offsets);
        // The file may have got shorter meanwhile: then zeros were read where there is nothing.
        const uint64_t intact = m_memory.readableSize(at, bytes.size());
        for (const size_t offset : offsets) {
            if (offset + m_pattern.size() <= intact)
                matches.push_back(at + offset);
        }
        releasePages(wholePages(bytes.first(std::min<uint64_t>(size, bytes.size()))));
        if (matches.size() >= limit)
            break;
        // Past what can't be read: page by page.
        size = std::max<uint64_t>(size, pageSize - at.value % pageSize);
        if (size >= wanted)
            break;
        at = at + size;
    }
    return matches;
}

std::vector<Address> MemorySearch::searchSeam(const Piece &piece, size_t limit) const
{
    // What lies before the border alone was found there.
    std::vector<Address> matches;
    const uint64_t size = m_memory.readableSize(piece.range.begin, piece.range.size());
    std::vector<std::byte> bytes(size);
    if (size < m_pattern.size() || !m_memory.read(piece.range.begin, bytes))
        return matches;
    std::vector<size_t> offsets;
    m_pattern.find(bytes, piece.range.begin, size, limit, offsets);
    for (const size_t offset : offsets)
        matches.push_back(piece.range.begin + offset);
    return matches;
}

MemorySearchEnd MemorySearch::run(const Limits &limits, const std::function<void(std::span<const Address>)> &found,
                                  const std::function<void(uint64_t, uint64_t)> &progress,
                                  const std::stop_token &stop) const
{
    std::atomic<size_t> next = 0;
    std::atomic<bool> isOver = false;
    std::mutex mutex;
    std::condition_variable arrived;
    std::map<size_t, std::vector<Address>> waiting; // by piece: they are told in order
    const auto work = [&] {
        for (size_t index = next++; index < m_pieces.size() && !isOver; index = next++) {
            const Piece &piece = m_pieces[index];
            auto matches
                = piece.isSeam ? searchSeam(piece, limits.matches + 1) : searchPiece(piece, limits.matches + 1);
            const std::scoped_lock lock(mutex);
            waiting.emplace(index, std::move(matches));
            arrived.notify_one();
        }
    };
    MemorySearchEnd end{.total = m_total};
    std::vector<std::jthread> threads;
    for (unsigned i = 0; i < std::min<size_t>(threadCount, m_pieces.size()); ++i)
        threads.emplace_back(work);

    constexpr auto pause = std::chrono::milliseconds(50);
    auto told = std::chrono::steady_clock::time_point();
    std::optional<Address> last;
    for (size_t index = 0; index < m_pieces.size() && !isOver;) {
        std::vector<Address> matches;
        {
            std::unique_lock lock(mutex);
            arrived.wait_for(lock, pause, [&] { return waiting.contains(index); });
            if (stop.stop_requested()) {
                end.isStopped = true;
                break;
            }
            const auto piece = waiting.find(index);
            if (piece == waiting.end())
                continue;
            matches = std::move(piece->second);
            waiting.erase(piece);
        }
        std::erase_if(matches, [&last](Address match) { return last && match <= *last; });
        if (end.found + matches.size() > limits.matches) {
            matches.resize(limits.matches - end.found);
            end.isLimited = true;
            isOver = true;
        }
        end.found += matches.size();
        if (!matches.empty()) {
            last = matches.back();
            found(matches);
        }
        if (!m_pieces[index].isSeam)
            end.searched += m_pieces[index].range.size();
        ++index;
        if (const auto now = std::chrono::steady_clock::now(); progress && now - told >= pause) {
            told = now;
            progress(end.searched, end.total);
        }
    }
    isOver = true;
    return end;
}

}
