// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/dwarf/dwarfmodule.h"

namespace Freezeframe
{

/// Where optimised Go code keeps one variable, all along its function: which register or slot each piece is in, without
/// what stands there. Analysis thread only.
class PlaceHistory
{
public:
    /// Of the variable with @p die, in a function whose locations are relative to @p frameBase.
    PlaceHistory(DwarfModule &module, uint64_t die, std::span<const std::byte> frameBase);

    /// Whether piece @p index is in the register with that DWARF number when the instruction at @p linkedPc runs.
    [[nodiscard]] bool isInRegister(size_t index, Address linkedPc, int number) const;
    /// Whether it lies in one place in memory wherever it lives: never in registers, nor in pieces.
    [[nodiscard]] bool isOneSlot() const;

private:
    struct Entry {
        AddressRange code;
        std::vector<LocationPiece> pieces; ///< of Memory: as if the frame lay at address 0
    };
    std::vector<Entry> m_entries;
};

}
