// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/inspect/memoryregions.h"

#include <QtTypes>

#include <memory>
#include <optional>
#include <vector>

namespace Freezeframe
{

using RegionList = std::shared_ptr<const std::vector<MemoryRegion>>;

/// All addresses of a process, ascending, in rows: memory that can be read in rows of some bytes, and each stretch
/// without any, be it 4 KiB or 64 TiB, as one row. Immutable; any thread.
class MemoryRows
{
public:
    struct Row {
        Address first;
        Address last; ///< inclusive: the last row ends with the last address there is
        bool isHole = true; ///< nothing of it can be read
        [[nodiscard]] bool contains(Address address) const { return first <= address && address <= last; }
        /// Bytes; 0 for all of 2^64.
        [[nodiscard]] uint64_t size() const { return last - first + 1; }
    };

    /// No rows.
    MemoryRows() = default;
    /// @p regions ascend, and may overlap in a damaged core; null or empty: no rows. @p bytesPerRow is a power of two.
    MemoryRows(RegionList regions, uint64_t bytesPerRow);

    [[nodiscard]] qint64 count() const { return m_count; }
    [[nodiscard]] uint64_t bytesPerRow() const { return m_bytesPerRow; }
    /// @p number from 0, below count().
    [[nodiscard]] Row row(qint64 number) const;
    /// Of any address: there is one, unless there are none.
    [[nodiscard]] qint64 rowOf(Address address) const;
    /// The whole stretch that can be read, or that can't, around an address.
    [[nodiscard]] Row stretchAt(Address address) const;
    /// Null where the process had no memory.
    [[nodiscard]] const MemoryRegion *regionAt(Address address) const;
    [[nodiscard]] const RegionList &regions() const { return m_regions; }

private:
    struct Stretch {
        Address first;
        Address last; ///< inclusive
        bool isHole = true;
        qint64 firstRow = 0;
    };
    void add(Address first, Address last, bool isHole, bool joins);
    [[nodiscard]] const Stretch &stretchOf(Address address) const;
    [[nodiscard]] uint64_t lineOf(Address address) const { return address.value / m_bytesPerRow; }

    RegionList m_regions;
    std::vector<Stretch> m_stretches; ///< together all addresses
    uint64_t m_bytesPerRow = 16;
    qint64 m_count = 0;
};

}
