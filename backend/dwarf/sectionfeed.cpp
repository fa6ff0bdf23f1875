// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/dwarf/sectionfeed.h"

#include "backend/base/bytereader.h"

#include <algorithm>

namespace Freezeframe
{

SectionFeed::SectionFeed(const DwarfSections &sections)
    : m_sections(sections)
    , m_totalSize(sections.file()->file()->size())
{
    static constexpr std::string_view wanted[]
        = {".debug_info", ".debug_abbrev", ".debug_types",    ".debug_str", ".debug_line_str", ".debug_str_offsets",
           ".debug_addr", ".debug_ranges", ".debug_rnglists", ".debug_loc", ".debug_loclists"};
    for (const ElfSection &section : sections.file()->sections()) {
        const bool isOldStyle = section.name.starts_with(".zdebug_");
        std::string name = isOldStyle ? "." + section.name.substr(2) : section.name;
        if (std::ranges::find(wanted, name) == std::end(wanted) || std::ranges::contains(m_entries, name, &Entry::name))
            continue;
        const auto size = unpackedSize(section);
        if (!size || *size == 0 || *size > (uint64_t(1) << 40))
            continue;
        m_totalSize += *size;
        m_entries.push_back(
            {.name = std::move(name), .size = *size, .address = section.address.value, .section = &section});
    }
}

/// From the compression header, so that nothing is unpacked to learn it.
std::optional<uint64_t> SectionFeed::unpackedSize(const ElfSection &section) const
{
    if (!section.compressed)
        return section.size;
    const auto raw = m_sections.file()->file()->at(section.offset, section.size);
    if (!raw)
        return std::nullopt;
    if (section.name.starts_with(".zdebug_")) // "ZLIB" and the size in big-endian order
        return loadAt<uint64_t>(*raw, 4).transform([](uint64_t size) { return std::byteswap(size); });
    return loadAt<uint64_t>(*raw, 8); // Elf64_Chdr::ch_size
}

std::span<const std::byte> SectionFeed::bytes(const Entry &entry) const
{
    const auto bytes = m_sections.file()->sectionData(*entry.section);
    return bytes && bytes->size() >= entry.size ? bytes->first(entry.size) : std::span<const std::byte>();
}

}
