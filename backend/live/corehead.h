// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/corelayout.h"
#include "backend/live/freezer.h"
#include "backend/live/pagecopier.h"
#include "backend/live/processidentity.h"
#include "backend/live/processmaps.h"

namespace Freezeframe
{

/// One PT_LOAD to be. A value type.
struct CoreSegment {
    AddressRange range;
    uint64_t offset = 0;
    uint64_t fileSize = 0; ///< less than the range, or 0: the rest is not in the core
    uint32_t flags = 0; ///< PF_…
};

/// All PT_LOADs, by address: one a mapping, but for what has its place elsewhere in the file.
[[nodiscard]] std::vector<CoreSegment> segmentsOf(const std::vector<ProcessMapping> &mappings,
                                                  const std::vector<AddressRange> &stored, CoreLayout &layout);
/// Cuts out what could not be read, so that it is said to be missing and does not read as zeros. @p most segments may be
/// added: where that is too few, holes that are near each other become one. Returns the bytes between such holes: they
/// could be read, and are missing now, too.
[[nodiscard]] uint64_t cutHoles(std::vector<CoreSegment> &segments, const std::vector<MemoryHole> &holes, size_t most);
/// Joins neighbours of the same kind: readers are slow with thousands of segments.
void mergeSegments(std::vector<CoreSegment> &segments);

/// What the first bytes of a core are made of.
struct CoreHead {
    std::vector<CoreSegment> segments;
    std::vector<std::byte> notes;
    std::vector<CoreSegment> files; ///< whole files (programFileSegment); they have no address

    /// ELF header, program headers (with PN_XNUM, if they are many), notes.
    [[nodiscard]] std::vector<std::byte> bytes() const;
};

/// The notes in the kernel's order, and @p provenance, a text of JSON, in one of our own.
[[nodiscard]] std::vector<std::byte> coreNotes(const ProcessIdentity &facts, const std::vector<FrozenThread> &threads,
                                               const std::vector<ProcessMapping> &mappings,
                                               const std::string &provenance);

}
