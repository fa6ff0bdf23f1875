// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/placehistory.h"

#include "backend/elf/registers.h"

#include <algorithm>

namespace Freezeframe
{

PlaceHistory::PlaceHistory(DwarfModule &module, uint64_t die, std::span<const std::byte> frameBase)
{
    // All registers are there: what counts is which of them a location names.
    Registers registers;
    for (int i = 0; i < Registers::count; ++i)
        registers.set(i, 0);
    const LocationContext context{
        .memory = nullptr, .registers = &registers, .cfa = Address{}, .frameBase = frameBase, .bias = 0, .tlsBase = {}};
    for (const DwarfPlace &place : module.places(die)) {
        auto pieces = evaluateLocation(place.location, context);
        if (pieces && !place.code.isEmpty())
            m_entries.push_back({place.code, std::move(*pieces)});
    }
}

bool PlaceHistory::isInRegister(size_t index, Address linkedPc, int number) const
{
    const auto entry
        = std::ranges::find_if(m_entries, [linkedPc](const Entry &one) { return one.code.contains(linkedPc); });
    return entry != m_entries.end() && index < entry->pieces.size()
        && entry->pieces[index].kind == LocationPiece::Kind::Register && entry->pieces[index].registerNumber == number;
}

bool PlaceHistory::isOneSlot() const
{
    return !m_entries.empty() && std::ranges::all_of(m_entries, [this](const Entry &entry) {
        const LocationPiece &first = m_entries.front().pieces.front();
        return entry.pieces.size() == 1 && entry.pieces.front().size == 0
            && entry.pieces.front().kind == LocationPiece::Kind::Memory
            && entry.pieces.front().address == first.address;
    });
}

}
