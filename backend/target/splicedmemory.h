// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/mappedfile.h"
#include "backend/target/memory.h"

#include <map>
#include <memory>
#include <vector>

namespace Freezeframe
{

/// A stretch of the address space that has one answer. A value type; files are kept by the SplicedMemory.
struct MemoryPiece {
    enum class State {
        Bytes, ///< data points at the first byte, in a mapped file
        NotInCore, ///< the process had memory here, nobody has its bytes
        CutOff, ///< the core file ends before these bytes
    };
    AddressRange range;
    State state = State::NotInCore;
    const std::byte *data = nullptr;
    uint32_t flags = 0; ///< PF_R | PF_W | PF_X, 0 if unknown
    bool inCore = false; ///< the bytes come from the core, not from a module's file
};

/// Memory put together from a core's segments and the files of its modules. Immutable; any thread.
class SplicedMemory : public Memory
{
public:
    /// @p pieces ascend and do not overlap; @p files are what their data points into.
    SplicedMemory(std::vector<MemoryPiece> pieces, std::vector<std::shared_ptr<const MappedFile>> files);

    [[nodiscard]] Result<void> read(Address address, std::span<std::byte> out) const override;
    [[nodiscard]] std::span<const std::byte> view(Address address, uint64_t size) const override;
    [[nodiscard]] uint64_t readableSize(Address address, uint64_t limit) const override;

    [[nodiscard]] const std::vector<MemoryPiece> &pieces() const { return m_pieces; }

private:
    /// The index of the piece that has @p address, or that of the first one after it.
    [[nodiscard]] size_t pieceIndex(Address address) const;
    [[nodiscard]] Error errorAt(Address address) const;
    /// How many of the @p size bytes at @p data their file still has: it may have got shorter since it was mapped.
    [[nodiscard]] uint64_t intactPart(const std::byte *data, uint64_t size) const;

    std::vector<uint64_t> m_ends; ///< of the pieces: searched alone, for the cache's sake
    std::vector<MemoryPiece> m_pieces;
    std::vector<std::shared_ptr<const MappedFile>> m_files;
};

/// Lays pieces over each other and gives the table for a SplicedMemory. One thread.
class MemoryLayers
{
public:
    /// @p piece wins over what is there. Returns whether it covered anything.
    bool put(const MemoryPiece &piece);
    /// @p piece goes only where there is nothing yet, or, with bytes, where the bytes are missing and the process could
    /// not have written others.
    void fill(const MemoryPiece &piece);
    [[nodiscard]] std::vector<MemoryPiece> take() &&;
    [[nodiscard]] const std::map<uint64_t, MemoryPiece> &pieces() const { return m_pieces; }

private:
    /// Makes @p address a boundary between pieces.
    void splitAt(uint64_t address);

    std::map<uint64_t, MemoryPiece> m_pieces; ///< by first address
};

}
