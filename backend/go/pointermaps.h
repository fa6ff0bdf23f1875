// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/go/pclntab.h"

namespace Freezeframe
{

/// What the garbage collector knows of one frame that waits for a call: the pointers that the code after the call
/// still uses. Whatever else stands in the frame is left over; what it points to may be freed and used anew.
/// A view into the Pclntab; immutable.
class PointerMaps
{
public:
    /// @p pc lies in the call instruction. Nullopt if the function has no maps there.
    [[nodiscard]] static std::optional<PointerMaps> at(const Pclntab &table, const GoFunction &function, Address pc,
                                                       Address cfa);
    /// Whether the pointer at @p place in the frame, or among its arguments, is still used; nullopt if the maps don't
    /// tell: they leave out variables whose address was taken.
    [[nodiscard]] std::optional<bool> isUsed(Address place) const;
    /// Whether the word there is a pointer that is still used, in no variable whose address was taken.
    [[nodiscard]] bool isPointer(Address place) const;
    /// Places of variables whose address was taken: they are used if a pointer that is used points there.
    [[nodiscard]] std::vector<AddressRange> objects() const;

    /// What holds for a function wherever it is. Distances are from the CFA of its frame.
    struct Layout {
        std::optional<int32_t> pointersBegin; ///< above it lie all locals that have pointers; nullopt: not told
        std::vector<std::pair<int32_t, int32_t>> objects; ///< begin and end of variables whose address was taken
    };
    [[nodiscard]] static Layout layoutOf(const Pclntab &table, const GoFunction &function);

private:
    struct Map {
        Address begin;
        uint64_t words = 0;
        std::span<const std::byte> bits;
        [[nodiscard]] std::optional<bool> at(Address place) const;
    };
    PointerMaps() = default;
    static Map readMap(std::span<const std::byte> data, int32_t index);

    Map m_locals;
    Map m_arguments;
    Address m_localsEnd; ///< offsets of stack objects count from here if negative …
    Address m_argumentsBegin; ///< … else from here
    std::span<const std::byte> m_objects;
};

}
