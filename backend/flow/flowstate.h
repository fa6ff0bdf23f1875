// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/flow/flowvalues.h"

#include <array>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace Freezeframe
{

/// What is in registers and slots at one moment of a function, by number of its value; 0 where nothing is known.
/// A value type.
class FlowState
{
public:
    using Id = FlowValues::Id;
    /// Bytes of the frame that hold the low bytes of a value.
    struct Slot {
        int32_t offset = 0; ///< from the CFA
        uint8_t size = 0;
        Id value = 0;
        bool operator==(const Slot &) const = default;
        [[nodiscard]] int64_t end() const { return int64_t(offset) + size; }
    };

    [[nodiscard]] Id get(FlowPlace place) const;
    /// Of a register, or of bytes of the frame, where what stood there before ends.
    void set(FlowValues &values, FlowPlace place, Id value);
    /// The low @p size bytes of the value at @p offset, extended with zeros; 0 if nothing is known of them.
    [[nodiscard]] Id load(FlowValues &values, int32_t offset, unsigned size) const;

    /// Nothing is known any more of bytes [begin, end) from the CFA.
    void forget(FlowValues &values, int64_t begin, int64_t end);
    void forgetSlots() { m_slots.clear(); }

    /// What all of @p ways, which lead to the begin of @p block, have in common.
    [[nodiscard]] static FlowState merge(FlowValues &values, uint32_t block, std::span<const FlowState *const> ways);

    /// Calls @p visit with each place of which something is known.
    void each(const std::function<void(FlowPlace, Id)> &visit) const;
    [[nodiscard]] const std::vector<Slot> &frameSlots() const { return m_slots; }
    bool operator==(const FlowState &) const = default;

private:
    static constexpr size_t registerCount = 48; ///< general ones, low halves of vectors, high halves
    static constexpr size_t mostSlots = 512;
    [[nodiscard]] static std::optional<size_t> indexOf(FlowPlace place);
    [[nodiscard]] static FlowPlace placeOf(size_t index);

    std::array<Id, registerCount> m_registers{};
    std::vector<Slot> m_slots; ///< by offset, none over another
};

}
