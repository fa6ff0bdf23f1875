// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/flow/flowstate.h"

#include <algorithm>
#include <map>

namespace Freezeframe
{

namespace
{

constexpr int registersOfAKind = 16;

/// Gives a number of their own to places that held the same before, by what they held. Lives during one change.
class Renaming
{
public:
    using Key = std::vector<FlowValues::Id>;

    template<typename Make>
    FlowValues::Id nameFor(const Key &key, FlowPlace place, Make make)
    {
        const auto [known, isNew] = m_names.try_emplace(key, 0);
        if (isNew)
            known->second = make(place);
        return known->second;
    }

private:
    std::map<Key, FlowValues::Id> m_names;
};

}

std::optional<size_t> FlowState::indexOf(FlowPlace place)
{
    if (place.kind == FlowPlace::Kind::Slot || place.number < 0 || place.number >= registersOfAKind)
        return std::nullopt;
    return size_t(place.kind) * registersOfAKind + size_t(place.number);
}

FlowPlace FlowState::placeOf(size_t index)
{
    return {FlowPlace::Kind(index / registersOfAKind), 8, int32_t(index % registersOfAKind)};
}

FlowState::Id FlowState::get(FlowPlace place) const
{
    if (const auto index = indexOf(place))
        return m_registers[*index];
    const auto slot = std::ranges::lower_bound(m_slots, place.number, {}, &Slot::offset);
    const bool isThere = slot != m_slots.end() && slot->offset == place.number && slot->size >= place.size;
    return isThere ? slot->value : 0;
}

void FlowState::set(FlowValues &values, FlowPlace place, Id value)
{
    if (const auto index = indexOf(place)) {
        m_registers[*index] = value;
        return;
    }
    if (place.kind != FlowPlace::Kind::Slot || place.size == 0)
        return;
    forget(values, place.number, int64_t(place.number) + place.size);
    if (value == 0 || m_slots.size() >= mostSlots)
        return;
    const auto at = std::ranges::lower_bound(m_slots, place.number, {}, &Slot::offset);
    m_slots.insert(at, {.offset = place.number, .size = place.size, .value = values.low(value, place.size)});
}

FlowState::Id FlowState::load(FlowValues &values, int32_t offset, unsigned size) const
{
    auto after = std::ranges::upper_bound(m_slots, offset, {}, &Slot::offset);
    if (after == m_slots.begin())
        return 0;
    const Slot &slot = *--after;
    if (slot.end() < int64_t(offset) + size)
        return 0;
    if (slot.offset == offset)
        return values.extended(slot.value, size, false);
    const FlowValue &value = values[slot.value];
    if (value.kind != FlowValue::Kind::EntrySlot)
        return 0;
    return values.extended(values.entrySlot(value.number + (offset - slot.offset)), size, false);
}

void FlowState::forget(FlowValues &values, int64_t begin, int64_t end)
{
    std::vector<Slot> rest;
    bool isChanged = false;
    for (const Slot &slot : m_slots) {
        if (slot.end() <= begin || slot.offset >= end) {
            rest.push_back(slot);
            continue;
        }
        isChanged = true;
        if (slot.offset < begin)
            rest.push_back({slot.offset, uint8_t(begin - slot.offset), slot.value});
        const FlowValue value = values[slot.value];
        if (slot.end() > end && value.kind == FlowValue::Kind::EntrySlot)
            rest.push_back(
                {int32_t(end), uint8_t(slot.end() - end), values.entrySlot(value.number + (end - slot.offset))});
    }
    if (isChanged)
        m_slots = std::move(rest);
}

FlowState FlowState::merge(FlowValues &values, uint32_t block, std::span<const FlowState *const> ways)
{
    Renaming renaming;
    Renaming::Key key(ways.size());
    const auto met = [&](FlowPlace place) {
        const bool isSame = std::ranges::all_of(key, [&](Id id) { return id == key.front(); });
        if (isSame)
            return key.front();
        if (std::ranges::contains(key, Id(0)))
            return values.merged(block, place);
        return renaming.nameFor(key, place, [&](FlowPlace first) { return values.merged(block, first); });
    };
    FlowState out;
    for (size_t i = 0; i < registerCount; ++i) {
        std::ranges::transform(ways, key.begin(), [i](const FlowState *way) { return way->m_registers[i]; });
        out.m_registers[i] = met(placeOf(i));
    }
    for (const Slot &slot : ways.front()->m_slots) {
        bool isEverywhere = true;
        for (size_t i = 0; i < ways.size(); ++i) {
            const auto other = std::ranges::lower_bound(ways[i]->m_slots, slot.offset, {}, &Slot::offset);
            isEverywhere = isEverywhere && other != ways[i]->m_slots.end() && other->offset == slot.offset
                && other->size == slot.size;
            if (isEverywhere)
                key[i] = other->value;
        }
        if (isEverywhere)
            out.m_slots.push_back({slot.offset, slot.size, met(FlowPlace::slot(slot.offset, slot.size))});
    }
    return out;
}

void FlowState::each(const std::function<void(FlowPlace, Id)> &visit) const
{
    for (size_t i = 0; i < registerCount; ++i) {
        if (m_registers[i] != 0)
            visit(placeOf(i), m_registers[i]);
    }
    for (const Slot &slot : m_slots)
        visit(FlowPlace::slot(slot.offset, slot.size), slot.value);
}

}
