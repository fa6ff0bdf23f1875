// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/dumpfilter.h"
#include "backend/live/pagescan.h"

namespace Freezeframe
{

/// What of a process's memory goes into its core. A value type.
struct MemoryPlan {
    std::vector<ProcessMapping> mappings;
    std::vector<AddressRange> stored; ///< gets a place in the file: what the filter wants, whether it has pages or not
    std::vector<AddressRange> runs; ///< of that, to be copied: the rest of it reads as zeros, and is a hole
    std::vector<std::string> skipped; ///< mappings that the filter leaves out though they have pages of their own

    /// @p mappings with details; the pages as they are now.
    [[nodiscard]] static Result<MemoryPlan> make(std::vector<ProcessMapping> mappings, const DumpFilter &filter,
                                                 const PageScan &scan);
    [[nodiscard]] uint64_t bytes() const { return totalSize(runs); }
};

}
