// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/address.h"
#include "backend/base/result.h"
#include "backend/target/memory.h"

#include <cstdint>
#include <vector>

namespace Freezeframe
{

/// Where everything in one map type lies, in bytes, for both kinds of maps. A value type.
struct GoMapShape {
    struct Field {
        uint64_t offset = 0;
        uint64_t size = 8;
    };
    bool swiss = true; ///< Go 1.24 and later; else buckets with overflow chains
    bool indirectKey = false; ///< the slot has a pointer to the key
    bool indirectElement = false;

    Field count; ///< maps.Map.used, hmap.count
    uint64_t groupSize = 0; ///< of a group of slots, or of a bucket
    uint64_t keysOffset = 0; ///< of the first key in the group or bucket
    uint64_t keyStride = 0; ///< from key to key
    uint64_t elementsOffset = 0;
    uint64_t elementStride = 0;

    // Swiss: Go 1.24 internal/runtime/maps: Map, table, groupsReference
    Field directory; ///< Map.dirPtr
    Field directoryLength; ///< Map.dirLen; 0: dirPtr is the only group
    Field tableIndex; ///< table.index
    Field tableGroups; ///< table.groups.data
    Field tableGroupMask; ///< table.groups.lengthMask

    // Buckets: Go 1.23 runtime/map.go: hmap, bmap
    Field flags; ///< hmap.flags: bit 3 says that a growth keeps the size
    Field logBuckets; ///< hmap.B
    Field buckets;
    Field oldBuckets;
    uint64_t overflowOffset = 0; ///< of bmap's pointer to the next bucket
};

/// One entry of a map: where its key and its element lie.
struct GoMapEntry {
    Address key;
    Address element;
};

/// Entries of one map in the order in which they lie in memory, page by page; remembers how far pages are, so
/// that a later page does not cost a walk from the start. Every walk is bounded. One thread at a time.
class GoMap
{
public:
    GoMap(const Memory &memory, GoMapShape shape, Address map);

    /// How many entries the map says it has; a number beyond what can be is an error.
    [[nodiscard]] Result<uint64_t> count() const;
    /// Entries [first, first + count), fewer at the end. An error if the map is damaged before @p first.
    [[nodiscard]] Result<std::vector<GoMapEntry>> entries(uint64_t first, uint64_t count);
    /// What stopped the walk before the end of the map, after a short answer.
    [[nodiscard]] const std::optional<Error> &damage() const { return m_damage; }

private:
    /// A place in the map: the next slot to look at.
    struct Cursor {
        uint64_t table = 0; ///< index in the directory, or of the bucket
        uint64_t group = 0; ///< in the table
        unsigned slot = 0;
        Address groups; ///< of the table; or the bucket in its chain, null at the chain's start
        uint64_t groupCount = 0;
        uint64_t chain = 0; ///< buckets passed in the chain
        bool opened = false; ///< groups and groupCount are those of table
        uint64_t index = 0; ///< of the entry that comes next
        bool atEnd = false;
    };
    using Step = Result<std::optional<GoMapEntry>>;

    Step next(Cursor &cursor);
    Step nextSwiss(Cursor &cursor);
    Result<bool> openTable(Cursor &cursor);
    Step nextInBuckets(Cursor &cursor);
    Result<bool> openBucket(Cursor &cursor);
    Step entryAt(Address group, unsigned slot) const;
    Result<uint64_t> read(Address base, GoMapShape::Field field) const;

    const Memory &m_memory;
    GoMapShape m_shape;
    Address m_map;
    std::vector<Cursor> m_marks; ///< one each marksEvery entries
    std::optional<Error> m_damage;
};

}
