// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/flow/flowvalues.h"

namespace Freezeframe
{

namespace
{

constexpr unsigned deepest = 8; ///< values that one may be computed from, one from the other
constexpr unsigned word = 8;

uint64_t lowBits(unsigned bytes)
{
    return bytes >= word ? ~uint64_t(0) : (uint64_t(1) << (bytes * 8)) - 1;
}

int64_t extendedNumber(int64_t number, unsigned bytes, bool isSigned)
{
    if (bytes >= word)
        return number;
    const uint64_t value = uint64_t(number) & lowBits(bytes);
    const bool isNegative = isSigned && (value >> (bytes * 8 - 1) & 1) != 0;
    return int64_t(isNegative ? value | ~lowBits(bytes) : value);
}

}

size_t FlowValues::Hash::operator()(const FlowValue &value) const
{
    uint64_t hash = uint64_t(value.kind);
    const auto mix = [&hash](uint64_t with) {
        hash = (hash ^ with) * 0x9e3779b97f4a7c15;
        hash ^= hash >> 29;
    };
    mix(value.maker);
    mix(value.base);
    mix(uint64_t(value.number));
    mix(uint64_t(value.place.kind) << 40 | uint64_t(value.place.size) << 32 | uint32_t(value.place.number));
    return hash;
}

FlowValues::FlowValues()
    : m_values(1)
    , m_depths(1)
{
}

FlowValues::Id FlowValues::add(const FlowValue &value)
{
    const auto [known, isNew] = m_known.try_emplace(value, Id(m_values.size()));
    if (isNew) {
        m_values.push_back(value);
        m_depths.push_back(value.base ? uint8_t(m_depths[value.base] + 1) : uint8_t(0));
    }
    return known->second;
}

FlowValues::Id FlowValues::constant(int64_t number)
{
    return add({.kind = FlowValue::Kind::Constant, .number = number});
}

FlowValues::Id FlowValues::frame(int64_t offset)
{
    return add({.kind = FlowValue::Kind::Frame, .number = offset});
}

FlowValues::Id FlowValues::entry(FlowPlace place)
{
    return add({.kind = FlowValue::Kind::Entry, .place = place});
}

FlowValues::Id FlowValues::entrySlot(int64_t offset)
{
    return add({.kind = FlowValue::Kind::EntrySlot, .number = offset});
}

FlowValues::Id FlowValues::sum(Id base, int64_t number)
{
    const FlowValue value = m_values[base];
    const auto total = int64_t(uint64_t(value.number) + uint64_t(number));
    switch (value.kind) {
    case FlowValue::Kind::None: return 0;
    case FlowValue::Kind::Constant: return constant(total);
    case FlowValue::Kind::Frame: return frame(total);
    case FlowValue::Kind::Sum:
        return total == 0 ? value.base : add({.kind = value.kind, .base = value.base, .number = total});
    default: break;
    }
    if (number == 0)
        return base;
    return depth(base) >= deepest ? 0 : add({.kind = FlowValue::Kind::Sum, .base = base, .number = number});
}

FlowValues::Id FlowValues::low(Id base, unsigned size) const
{
    for (;;) {
        const FlowValue &value = m_values[base];
        const bool isExtension
            = value.kind == FlowValue::Kind::ZeroExtended || value.kind == FlowValue::Kind::SignExtended;
        if (!isExtension || value.number < int64_t(size))
            return base;
        base = value.base;
    }
}

FlowValues::Id FlowValues::extended(Id base, unsigned size, bool isSigned)
{
    if (size >= word || base == 0)
        return base;
    base = low(base, size);
    const FlowValue value = m_values[base];
    if (value.kind == FlowValue::Kind::Constant)
        return constant(extendedNumber(value.number, size, isSigned));
    if (value.kind == FlowValue::Kind::ZeroExtended && value.number < int64_t(size))
        return base; // the bits above are zeros, the sign too
    if (depth(base) >= deepest)
        return 0;
    return add({.kind = isSigned ? FlowValue::Kind::SignExtended : FlowValue::Kind::ZeroExtended,
                .base = base,
                .number = int64_t(size)});
}

FlowValues::Id FlowValues::made(uint32_t step, FlowPlace place)
{
    return add({.kind = FlowValue::Kind::Made, .maker = step, .place = place});
}

FlowValues::Id FlowValues::loaded(uint32_t step, FlowPlace place, Id address, int64_t offset)
{
    if (address == 0 || depth(address) >= deepest)
        return made(step, place);
    return add({.kind = FlowValue::Kind::Made, .maker = step, .base = address, .number = offset, .place = place});
}

FlowValues::Id FlowValues::merged(uint32_t block, FlowPlace place)
{
    return add({.kind = FlowValue::Kind::Merged, .maker = block, .place = place});
}

}
