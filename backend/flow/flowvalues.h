// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/flow/flowplace.h"

#include <unordered_map>
#include <vector>

namespace Freezeframe
{

/// One value that a function's code computes, of eight bytes. What has the same number is the same at every moment:
/// a Made or Merged value is that of the last time its instruction or block began. None of them is anywhere before that
/// begins: the way from the entry, which comes without it, has been merged with those on which it was there.
struct FlowValue {
    enum class Kind : uint8_t {
        None, ///< nothing is known
        Entry, ///< what was in @ref place when the function began
        EntrySlot, ///< the eight bytes that were at CFA + @ref number then
        Constant, ///< @ref number
        Frame, ///< the address CFA + @ref number
        Sum, ///< @ref base + @ref number
        ZeroExtended, ///< the low @ref number bytes of @ref base
        SignExtended,
        Made, ///< by instruction @ref maker in @ref place; if there is a base, loaded from @ref base + @ref number
        Merged, ///< at the begin of block @ref maker in @ref place, and what is like that
    };
    Kind kind = Kind::None;
    uint32_t maker = 0; ///< index of the instruction or block
    uint32_t base = 0;
    int64_t number = 0;
    FlowPlace place{};

    bool operator==(const FlowValue &) const = default;
};

/// The values of one function, each once, by number; 0 is None. One thread.
class FlowValues
{
public:
    using Id = uint32_t;
    FlowValues();

    [[nodiscard]] const FlowValue &operator[](Id id) const { return m_values[id]; }
    [[nodiscard]] size_t size() const { return m_values.size(); }

    [[nodiscard]] Id constant(int64_t number);
    [[nodiscard]] Id frame(int64_t offset);
    [[nodiscard]] Id entry(FlowPlace place);
    [[nodiscard]] Id entrySlot(int64_t offset);
    [[nodiscard]] Id sum(Id base, int64_t number);
    /// The low @p size bytes of @p base, extended to eight.
    [[nodiscard]] Id extended(Id base, unsigned size, bool isSigned);
    /// What has the same low @p size bytes, told as simply as can be.
    [[nodiscard]] Id low(Id base, unsigned size) const;
    [[nodiscard]] Id made(uint32_t step, FlowPlace place);
    /// As made(), of a load of @p size bytes from @p address + @p offset.
    [[nodiscard]] Id loaded(uint32_t step, FlowPlace place, Id address, int64_t offset);
    [[nodiscard]] Id merged(uint32_t block, FlowPlace place);

private:
    struct Hash {
        size_t operator()(const FlowValue &value) const;
    };
    [[nodiscard]] Id add(const FlowValue &value);
    [[nodiscard]] unsigned depth(Id id) const { return m_depths[id]; }

    std::vector<FlowValue> m_values;
    std::vector<uint8_t> m_depths; ///< how many values each was computed from
    std::unordered_map<FlowValue, Id, Hash> m_known;
};

}
