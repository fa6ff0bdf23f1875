// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/address.h"
#include "backend/base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace Freezeframe
{

/// What only /proc/PID/smaps tells of a mapping, by walking its pages. A value type.
struct MappingDetails {
    uint64_t privateBytes = 0; ///< pages of its own, in memory or swapped out: it was written to
    bool isExcluded = false; ///< VmFlags dd: MADV_DONTDUMP
    bool isDevice = false; ///< VmFlags io or pf: reading may have effects, or is not possible
    bool isHuge = false; ///< VmFlags ht: hugetlbfs
    bool isWatched = false; ///< VmFlags um, uw or ui: userfaultfd; touching an absent page would wait for the process
    bool isLost = false; ///< not of smaps: its file is not found again at its path (markLostFiles())
    bool operator==(const MappingDetails &) const = default;
};

/// One line of /proc/PID/maps. A value type.
struct ProcessMapping {
    AddressRange range;
    bool isReadable = false;
    bool isWritable = false;
    bool isExecutable = false;
    bool isShared = false;
    uint64_t fileOffset = 0; ///< in bytes
    std::string device; ///< "fe:00"
    uint64_t inode = 0;
    std::string path; ///< as the kernel names it: "[heap]", "/usr/bin/true", "/dev/zero (deleted)"; may be empty
    MappingDetails details; ///< all false and zero without smaps

    [[nodiscard]] bool isFile() const
    {
        return inode != 0;
    } ///< also memory that is shared: it has a file without a name
    [[nodiscard]] bool isSpecial() const { return path.starts_with('['); }
    [[nodiscard]] bool isAccessible() const { return isReadable || isWritable || isExecutable; }
};

/// All mappings, by address. Lines that make no sense are left out.
[[nodiscard]] std::vector<ProcessMapping> parseMaps(std::string_view text);
/// The same with details, from the text of smaps.
[[nodiscard]] std::vector<ProcessMapping> parseSmaps(std::string_view text);
[[nodiscard]] Result<std::vector<ProcessMapping>> readMaps(int32_t pid);
/// Walks the pages of the process: tens of milliseconds a gigabyte, so never while it is stopped.
[[nodiscard]] Result<std::vector<ProcessMapping>> readSmaps(int32_t pid);
/// Gives the mappings the details of those that were at their place @p before.
void takeDetails(std::vector<ProcessMapping> &mappings, const std::vector<ProcessMapping> &before);

}
