// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/go/gomap.h"

#include <algorithm>
#include <bit>

namespace Freezeframe
{

namespace
{

constexpr unsigned slotsInGroup = 8; ///< Go 1.24 internal/abi: MapGroupSlots, 1.23 MapBucketCount
constexpr uint64_t marksEvery = 512;
/// Go 1.24 internal/runtime/maps: tables have 1024 slots at most; room for change.
constexpr uint64_t maxGroupsInTable = 1 << 16;
constexpr uint64_t maxDirectory = uint64_t(1) << 40;
constexpr uint64_t maxLogBuckets = 48;
constexpr uint64_t maxChain = 1 << 16;
constexpr std::byte emptySlot{0x80}; ///< bit of a control byte: empty or deleted (Go 1.24 maps.ctrl)

// Go 1.23 runtime/map.go: values of tophash that are not hashes
constexpr uint8_t emptyOne = 1;
constexpr uint8_t minTopHash = 5;
constexpr uint64_t sameSizeGrow = 8;

using ControlBytes = std::array<std::byte, slotsInGroup>;

Error damaged(std::string message)
{
    return {.code = ErrorCode::BadFormat, .message = "damaged map: " + std::move(message)};
}

}

GoMap::GoMap(const Memory &memory, GoMapShape shape, Address map)
    : m_memory(memory)
    , m_shape(shape)
    , m_map(map)
{
    m_marks.push_back({});
}

Result<uint64_t> GoMap::read(Address base, GoMapShape::Field field) const
{
    return m_memory.readUnsigned(base + field.offset, field.size);
}

Result<uint64_t> GoMap::count() const
{
    if (m_map.isNull())
        return 0;
    const auto count = read(m_map, m_shape.count);
    if (!count)
        return count;
    uint64_t room = slotsInGroup;
    if (m_shape.swiss) {
        const auto directory = read(m_map, m_shape.directoryLength);
        if (!directory)
            return directory;
        if (*directory > maxDirectory)
            return std::unexpected(damaged("a directory of " + std::to_string(*directory) + " tables"));
        if (*directory > 0)
            room = *directory * maxGroupsInTable * slotsInGroup;
    } else {
        const auto logBuckets = read(m_map, m_shape.logBuckets);
        if (!logBuckets)
            return logBuckets;
        if (*logBuckets > maxLogBuckets)
            return std::unexpected(damaged("2^" + std::to_string(*logBuckets) + " buckets"));
        room = (uint64_t(slotsInGroup) << *logBuckets) * maxGroupsInTable;
        if (*logBuckets > 40)
            room = ~uint64_t(0);
    }
    if (*count > room) {
        return std::unexpected(damaged(std::to_string(*count) + " entries with room for " + std::to_string(room)));
    }
    return count;
}

GoMap::Step GoMap::entryAt(Address group, unsigned slot) const
{
    GoMapEntry entry{.key = group + m_shape.keysOffset + slot * m_shape.keyStride,
                     .element = group + m_shape.elementsOffset + slot * m_shape.elementStride};
    if (m_shape.indirectKey) {
        const auto key = m_memory.readPointer(entry.key);
        if (!key)
            return std::unexpected(key.error());
        entry.key = *key;
    }
    if (m_shape.indirectElement) {
        const auto element = m_memory.readPointer(entry.element);
        if (!element)
            return std::unexpected(element.error());
        entry.element = *element;
    }
    return entry;
}

Result<bool> GoMap::openTable(Cursor &cursor)
{
    const auto length = read(m_map, m_shape.directoryLength);
    const auto directory = read(m_map, m_shape.directory);
    if (!length || !directory)
        return std::unexpected(length ? directory.error() : length.error());
    cursor.opened = true;
    cursor.group = 0;
    cursor.slot = 0;
    if (*length == 0) {
        // A small map: the directory pointer is the one group itself.
        cursor.groups = Address{*directory};
        cursor.groupCount = cursor.table == 0 && *directory != 0 ? 1 : 0;
        return cursor.table == 0;
    }
    if (*length > maxDirectory)
        return std::unexpected(damaged("a directory of " + std::to_string(*length) + " tables"));
    if (cursor.table >= *length)
        return false;
    cursor.groupCount = 0;
    const auto table = m_memory.readPointer(Address{*directory} + cursor.table * 8);
    if (!table)
        return std::unexpected(table.error());
    const auto index = read(*table, m_shape.tableIndex);
    if (!index)
        return std::unexpected(index.error());
    // A table that has not been split as often as others stands in several places; it counts in its own.
    if (*index != cursor.table)
        return true;
    const auto groups = read(*table, m_shape.tableGroups);
    const auto mask = read(*table, m_shape.tableGroupMask);
    if (!groups || !mask)
        return std::unexpected(groups ? mask.error() : groups.error());
    if (*mask >= maxGroupsInTable || !std::has_single_bit(*mask + 1))
        return std::unexpected(damaged("a table of " + std::to_string(*mask) + " + 1 groups"));
    cursor.groups = Address{*groups};
    cursor.groupCount = *mask + 1;
    return true;
}

GoMap::Step GoMap::nextSwiss(Cursor &cursor)
{
    for (;;) {
        if (!cursor.opened) {
            const auto more = openTable(cursor);
            if (!more)
                return std::unexpected(more.error());
            if (!*more)
                return std::nullopt;
        }
        for (; cursor.group < cursor.groupCount; ++cursor.group, cursor.slot = 0) {
            const Address group = cursor.groups + cursor.group * m_shape.groupSize;
            const auto control = m_memory.readAs<ControlBytes>(group);
            if (!control)
                return std::unexpected(control.error());
            for (; cursor.slot < slotsInGroup; ++cursor.slot) {
                if (((*control)[cursor.slot] & emptySlot) == std::byte{0})
                    return entryAt(group, cursor.slot++);
            }
        }
        ++cursor.table;
        cursor.opened = false;
    }
}

Result<bool> GoMap::openBucket(Cursor &cursor)
{
    const auto logBuckets = read(m_map, m_shape.logBuckets);
    const auto buckets = read(m_map, m_shape.buckets);
    const auto oldBuckets = read(m_map, m_shape.oldBuckets);
    const auto flags = read(m_map, m_shape.flags);
    if (!logBuckets || !buckets || !oldBuckets || !flags) {
        for (const auto *part : {&logBuckets, &buckets, &oldBuckets, &flags}) {
            if (!*part)
                return std::unexpected(part->error());
        }
    }
    if (*logBuckets > maxLogBuckets)
        return std::unexpected(damaged("2^" + std::to_string(*logBuckets) + " buckets"));
    const uint64_t bucketCount = uint64_t(1) << *logBuckets;
    cursor.slot = 0;
    cursor.chain = 0;
    // While the map grows, its old buckets come first: those that were not moved yet. What they hold is in no
    // new bucket, and new buckets hold only what was moved or put in since.
    uint64_t oldCount = 0;
    if (*oldBuckets != 0)
        oldCount = (*flags & sameSizeGrow) != 0 ? bucketCount : bucketCount / 2;
    if (*buckets == 0 || cursor.table >= oldCount + bucketCount)
        return false;
    cursor.opened = true;
    if (cursor.table >= oldCount) {
        cursor.groups = Address{*buckets} + (cursor.table - oldCount) * m_shape.groupSize;
        return true;
    }
    cursor.groups = Address{*oldBuckets} + cursor.table * m_shape.groupSize;
    const auto first = m_memory.readAs<uint8_t>(cursor.groups);
    if (!first)
        return std::unexpected(first.error());
    if (*first > emptyOne && *first < minTopHash)
        cursor.groups = {}; // was moved
    return true;
}

GoMap::Step GoMap::nextInBuckets(Cursor &cursor)
{
    for (;;) {
        if (!cursor.opened) {
            const auto more = openBucket(cursor);
            if (!more)
                return std::unexpected(more.error());
            if (!*more)
                return std::nullopt;
        }
        while (!cursor.groups.isNull()) {
            const Address bucket = cursor.groups;
            const auto hashes = m_memory.readAs<std::array<uint8_t, slotsInGroup>>(bucket);
            if (!hashes)
                return std::unexpected(hashes.error());
            for (; cursor.slot < slotsInGroup; ++cursor.slot) {
                if ((*hashes)[cursor.slot] >= minTopHash)
                    return entryAt(bucket, cursor.slot++);
            }
            const auto overflow = m_memory.readPointer(bucket + m_shape.overflowOffset);
            if (!overflow)
                return std::unexpected(overflow.error());
            if (++cursor.chain > maxChain)
                return std::unexpected(damaged("an endless chain of overflow buckets"));
            cursor.groups = *overflow;
            cursor.slot = 0;
        }
        ++cursor.table;
        cursor.opened = false;
    }
}

GoMap::Step GoMap::next(Cursor &cursor)
{
    if (cursor.atEnd)
        return std::nullopt;
    auto step = m_shape.swiss ? nextSwiss(cursor) : nextInBuckets(cursor);
    if (step && *step)
        ++cursor.index;
    else
        cursor.atEnd = true;
    return step;
}

Result<std::vector<GoMapEntry>> GoMap::entries(uint64_t first, uint64_t count)
{
    m_damage.reset();
    std::vector<GoMapEntry> out;
    const auto total = this->count();
    if (!total)
        return std::unexpected(total.error());
    if (first >= *total)
        return out;
    count = std::min(count, *total - first);
    Cursor cursor = m_marks[std::min<uint64_t>(first / marksEvery, m_marks.size() - 1)];
    while (cursor.index < first + count) {
        if (cursor.index == m_marks.size() * marksEvery)
            m_marks.push_back(cursor);
        const uint64_t index = cursor.index;
        const auto entry = next(cursor);
        if (!entry) {
            if (index < first || out.empty())
                return std::unexpected(entry.error());
            m_damage = entry.error();
            return out;
        }
        if (!*entry) {
            m_damage = damaged("only " + std::to_string(index) + " of " + std::to_string(*total) + " entries");
            return out;
        }
        if (index >= first)
            out.push_back(**entry);
    }
    return out;
}

}
