// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <compare>
#include <cstdint>

namespace Freezeframe
{

/// Where a function keeps something: a general register, half of a vector register, bytes of its frame. Registers by
/// DWARF number. A value type.
struct FlowPlace {
    enum class Kind : uint8_t { Register, VectorLow, VectorHigh, Slot };
    Kind kind = Kind::Register;
    uint8_t size = 8; ///< bytes
    int32_t number = 0; ///< of the register, xmm0 is 0; of a slot its distance from the CFA

    auto operator<=>(const FlowPlace &) const = default;
    [[nodiscard]] static FlowPlace general(int number) { return {Kind::Register, 8, number}; }
    [[nodiscard]] static FlowPlace vectorLow(int number) { return {Kind::VectorLow, 8, number}; }
    [[nodiscard]] static FlowPlace slot(int32_t offset, uint8_t size) { return {Kind::Slot, size, offset}; }
};

}
