// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/go/goroutines.h"
#include "backend/target/target.h"

namespace Freezeframe
{

/// A stretch of the process's memory of one kind. A value type.
struct MemoryRegion {
    enum class Bytes { InCore, FromFile, Absent, CutOff };
    AddressRange range;
    Bytes bytes = Bytes::InCore;
    uint32_t flags = 0; ///< PF_R | PF_W | PF_X, 0 if unknown
    std::string what; ///< "Go heap", "stack of thread 7", "code of /usr/bin/shop"; empty if nothing is known

    /// "rw-", or "---" for what could not be touched; "" if unknown.
    [[nodiscard]] std::string permissions() const;
    /// "in the core", "from its file", "not in the core", "cut off".
    [[nodiscard]] std::string_view bytesText() const;
};

/// Knows what lies where in the memory of a process: regions, stacks of goroutines, arenas of the heap. Immutable;
/// any thread.
class MemoryRegions
{
public:
    /// @p table may be null. @p arenas: of Go's heap, ascending; without any, what the runtime asks for first is it.
    MemoryRegions(const Target &target, const GoroutineTable *table, std::vector<AddressRange> arenas);

    [[nodiscard]] const std::vector<MemoryRegion> &regions() const { return m_regions; }
    [[nodiscard]] const MemoryRegion *at(Address address) const;
    /// "stack of goroutine 7", else what its region is; empty if nothing is known.
    [[nodiscard]] std::string placeOf(Address address) const;

private:
    struct Stack {
        AddressRange range;
        uint64_t goroutine = 0;
    };
    [[nodiscard]] std::string whatIs(const Target::Region &region, const Target &target) const;
    void add(const Target::Region &region, MemoryRegion::Bytes bytes, const Target &target);

    std::vector<MemoryRegion> m_regions;
    std::vector<Stack> m_stacks;
    std::vector<AddressRange> m_arenas;
    bool m_hasGo = false;
};

}
