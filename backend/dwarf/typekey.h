// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/dwarf/dwarfhandle.h"

#include <cstdint>

namespace Freezeframe::TypeKey
{

/// A TypeRef's key is the DIE's key and, above bit 55, how to look at it: the struct behind a Go string or slice, or an
/// array without its first dimensions.
inline constexpr uint64_t asStruct = uint64_t(1) << 62;
inline constexpr unsigned dimensionShift = 56;
inline constexpr uint64_t dimensionMask = uint64_t(31) << dimensionShift;
inline constexpr uint64_t viewMask = asStruct | (uint64_t(63) << dimensionShift);

[[nodiscard]] constexpr uint64_t die(uint64_t key)
{
    return key & ~viewMask;
}

[[nodiscard]] constexpr uint64_t dimension(uint64_t key)
{
    return (key & dimensionMask) >> dimensionShift;
}

[[nodiscard]] constexpr bool isPlain(uint64_t key)
{
    return !(key & viewMask);
}

}
