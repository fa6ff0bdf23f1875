// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/target/splicedmemory.h"

#include <algorithm>
#include <cstring>
#include <elf.h>

namespace Freezeframe
{

SplicedMemory::SplicedMemory(std::vector<MemoryPiece> pieces, std::vector<std::shared_ptr<const MappedFile>> files)
    : m_pieces(std::move(pieces))
    , m_files(std::move(files))
{
    m_ends.reserve(m_pieces.size());
    for (const MemoryPiece &piece : m_pieces)
        m_ends.push_back(piece.range.end.value);
}

size_t SplicedMemory::pieceIndex(Address address) const
{
    // The first end above the address. Halving without a branch on the data keeps the pipeline full.
    const uint64_t *base = m_ends.data();
    size_t length = m_ends.size();
    while (length > 0) {
        const size_t half = (length + 1) / 2;
        base += base[half - 1] <= address.value ? half : 0;
        length -= half;
    }
    return static_cast<size_t>(base - m_ends.data());
}

Error SplicedMemory::errorAt(Address address) const
{
    const size_t index = pieceIndex(address);
    if (index == m_pieces.size() || !m_pieces[index].range.contains(address))
        return Error{.code = ErrorCode::Unmapped, .message = "the process had no memory at " + address.toString()};
    const MemoryPiece &piece = m_pieces[index];
    if (piece.data && intactPart(piece.data + (address - piece.range.begin), 1) == 0)
        return Error{.code = ErrorCode::CutOff,
                     .message
                     = "the memory at " + address.toString() + " is missing: its file got shorter while it was open"};
    if (m_pieces[index].state == MemoryPiece::State::CutOff)
        return Error{.code = ErrorCode::CutOff,
                     .message = "the memory at " + address.toString() + " is missing: the core file ends before it"};
    if (m_pieces[index].flags == 0 && m_pieces[index].inCore)
        return Error{.code = ErrorCode::NotInCore,
                     .message = "the memory at " + address.toString()
                         + " is not in the core: it was reserved, the process could not read it either"};
    return Error{.code = ErrorCode::NotInCore,
                 .message = "the memory at " + address.toString() + " is not in the core"};
}

uint64_t SplicedMemory::intactPart(const std::byte *data, uint64_t size) const
{
    if (!MappingGuard::anyLoss())
        return size;
    for (const auto &file : m_files) {
        const auto bytes = file->bytes();
        if (data < bytes.data() || data >= bytes.data() + bytes.size())
            continue;
        const auto offset = static_cast<uint64_t>(data - bytes.data());
        const uint64_t intact = file->intactSize();
        return offset < intact ? std::min(size, intact - offset) : 0;
    }
    return size;
}

Result<void> SplicedMemory::read(Address address, std::span<std::byte> out) const
{
    size_t done = 0;
    for (size_t index = pieceIndex(address); done < out.size(); ++index) {
        const Address here = address + done;
        if (index == m_pieces.size() || !m_pieces[index].data || !m_pieces[index].range.contains(here))
            return std::unexpected(errorAt(here));
        const MemoryPiece &piece = m_pieces[index];
        const size_t size = std::min<uint64_t>(out.size() - done, piece.range.end - here);
        const std::byte *data = piece.data + (here - piece.range.begin);
        std::memcpy(out.data() + done, data, size);
        // Asked after the copy, as that is what finds out.
        if (const uint64_t intact = intactPart(data, size); intact < size)
            return std::unexpected(errorAt(here + intact));
        done += size;
    }
    return {};
}

std::span<const std::byte> SplicedMemory::view(Address address, uint64_t size) const
{
    const size_t index = pieceIndex(address);
    if (index == m_pieces.size())
        return {};
    const MemoryPiece &piece = m_pieces[index];
    if (!piece.data || !piece.range.contains(address) || piece.range.end - address < size)
        return {};
    const std::byte *data = piece.data + (address - piece.range.begin);
    return intactPart(data, size) == size ? std::span(data, size) : std::span<const std::byte>();
}

uint64_t SplicedMemory::readableSize(Address address, uint64_t limit) const
{
    uint64_t size = 0;
    for (size_t index = pieceIndex(address); size < limit && index < m_pieces.size(); ++index) {
        const MemoryPiece &piece = m_pieces[index];
        if (!piece.data || !piece.range.contains(address + size))
            break;
        const uint64_t more = piece.range.end - (address + size);
        const uint64_t intact = intactPart(piece.data + (address + size - piece.range.begin), more);
        size += intact;
        if (intact < more)
            break;
    }
    return std::min(size, limit);
}

void MemoryLayers::splitAt(uint64_t address)
{
    auto after = m_pieces.upper_bound(address);
    if (after == m_pieces.begin())
        return;
    MemoryPiece &piece = std::prev(after)->second;
    if (piece.range.begin.value == address || piece.range.end.value <= address)
        return;
    MemoryPiece upper = piece;
    upper.range.begin = {address};
    if (upper.data)
        upper.data += address - piece.range.begin.value;
    piece.range.end = {address};
    m_pieces.emplace_hint(after, address, upper);
}

bool MemoryLayers::put(const MemoryPiece &piece)
{
    if (piece.range.isEmpty())
        return false;
    splitAt(piece.range.begin.value);
    splitAt(piece.range.end.value);
    const auto first = m_pieces.lower_bound(piece.range.begin.value);
    const auto last = m_pieces.lower_bound(piece.range.end.value);
    const bool covers = first != last;
    m_pieces.erase(first, last);
    m_pieces.emplace_hint(last, piece.range.begin.value, piece);
    return covers;
}

void MemoryLayers::fill(const MemoryPiece &piece)
{
    if (piece.range.isEmpty())
        return;
    splitAt(piece.range.begin.value);
    splitAt(piece.range.end.value);
    const auto part = [&piece](uint64_t begin, uint64_t end) {
        MemoryPiece result = piece;
        result.range = {{begin}, {end}};
        if (result.data)
            result.data += begin - piece.range.begin.value;
        return result;
    };
    uint64_t next = piece.range.begin.value;
    auto it = m_pieces.lower_bound(next);
    for (; it != m_pieces.end() && it->first < piece.range.end.value; ++it) {
        MemoryPiece &there = it->second;
        if (next < it->first)
            m_pieces.emplace_hint(it, next, part(next, it->first));
        next = there.range.end.value;
        const AddressRange overlap{std::max(there.range.begin, piece.range.begin),
                                   std::min(there.range.end, piece.range.end)};
        if (there.data || !piece.data || (there.flags & PF_W))
            continue;
        const uint32_t flags = there.flags;
        there = part(overlap.begin.value, overlap.end.value);
        if (flags)
            there.flags = flags;
    }
    if (next < piece.range.end.value)
        m_pieces.emplace_hint(it, next, part(next, piece.range.end.value));
}

std::vector<MemoryPiece> MemoryLayers::take() &&
{
    std::vector<MemoryPiece> pieces;
    pieces.reserve(m_pieces.size());
    for (const auto &[begin, piece] : m_pieces) {
        // Neighbours that continue each other become one, so that views reach further.
        if (!pieces.empty()) {
            MemoryPiece &last = pieces.back();
            const bool continues = last.range.end == piece.range.begin && last.state == piece.state
                && last.flags == piece.flags && last.inCore == piece.inCore
                && (last.data ? last.data + last.range.size() == piece.data : !piece.data);
            if (continues) {
                last.range.end = piece.range.end;
                continue;
            }
        }
        pieces.push_back(piece);
    }
    m_pieces.clear();
    return pieces;
}

}
