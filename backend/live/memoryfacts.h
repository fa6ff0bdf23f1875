// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/gosignals.h"
#include "backend/live/processfacts.h"
#include "backend/live/processmaps.h"

namespace Freezeframe
{

/// A Go runtime that a program in another language has in it: of a shared library, or linked in as an archive.
struct GoGuest {
    std::string path; ///< of the file, as the process knows it
    std::string version;
    GoSignals goSignals;
};

/// What the mappings of a process say about its core. A value type.
struct MemoryFacts {
    uint64_t apparentBytes = 0; ///< length of the core's file, with the holes in it
    uint64_t excludedBytes = 0; ///< MADV_DONTDUMP
    std::vector<std::pair<uint64_t, std::string>> excluded; ///< the largest of those, with what they are
    std::vector<GoGuest> guests; ///< none for a program of Go itself

    /// Walks the pages of the process, for some 20 ms a gigabyte; it runs meanwhile. Empty if that is not allowed.
    [[nodiscard]] static MemoryFacts read(const ProcessFacts &facts);
    /// The sizes alone, of what smaps told.
    [[nodiscard]] static MemoryFacts of(const std::vector<ProcessMapping> &mappings, uint32_t filter);
};

}
