// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/dwarf/dwarfsections.h"

#include <string>
#include <vector>

namespace Freezeframe
{

/// The DWARF sections of a file under their plain names, with their unpacked sizes but not yet unpacked. Analysis
/// thread only.
class SectionFeed
{
public:
    /// @p sections must outlive it.
    explicit SectionFeed(const DwarfSections &sections);

    struct Entry {
        std::string name; ///< ".debug_info", also for .zdebug_info
        uint64_t size = 0; ///< bytes, unpacked
        uint64_t address = 0;
        const ElfSection *section = nullptr;
    };
    [[nodiscard]] const std::vector<Entry> &entries() const { return m_entries; }
    /// An upper bound of what a reader may meet: the file and all that is unpacked.
    [[nodiscard]] uint64_t totalSize() const { return m_totalSize; }
    /// Exactly Entry::size bytes, unpacked now; empty if that is not possible.
    [[nodiscard]] std::span<const std::byte> bytes(const Entry &entry) const;

private:
    [[nodiscard]] std::optional<uint64_t> unpackedSize(const ElfSection &section) const;

    const DwarfSections &m_sections;
    std::vector<Entry> m_entries;
    uint64_t m_totalSize = 0;
};

}
