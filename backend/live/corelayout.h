// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/address.h"

#include <cstdint>
#include <map>
#include <vector>

namespace Freezeframe
{

/// A range of a process's memory and where it is in the file. A value type.
struct PlacedRange {
    AddressRange range;
    uint64_t offset = 0;
    bool operator==(const PlacedRange &) const = default;
};

/// Gives memory its place in the file. What was placed once stays where it is, as the place was made ready for it before
/// the process stopped; what comes later goes to the end. One thread.
class CoreLayout
{
public:
    static constexpr uint64_t hugePage = uint64_t(2) << 20;
    /// @p headRoom: bytes at the start of the file that are for headers and notes.
    explicit CoreLayout(uint64_t headRoom);

    /// The places of a range, in order of addresses: old ones where there are some, new ones for the rest. A new place of
    /// a huge page's size or more has the offset modulo a huge page that its address has.
    std::vector<PlacedRange> place(AddressRange range);
    /// Room at the end for what has no address. Returns its offset.
    uint64_t reserve(uint64_t size);
    [[nodiscard]] uint64_t headRoom() const { return m_headRoom; }
    [[nodiscard]] uint64_t end() const { return m_end; }

private:
    PlacedRange placeNew(AddressRange range);
    std::map<uint64_t, PlacedRange> m_places; ///< by address
    uint64_t m_headRoom;
    uint64_t m_end;
};

/// Runs of memory with their place each; cut where places end.
[[nodiscard]] std::vector<PlacedRange> placesOf(const std::vector<AddressRange> &runs, CoreLayout &layout);

}
