// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/dwarf/dwarfsections.h"

namespace Freezeframe
{

DwarfSections::DwarfSections(std::shared_ptr<const ElfFile> file)
    : m_file(std::move(file))
{
}

std::string_view DwarfSections::nameOf(DwarfSection section)
{
    static constexpr std::array<std::string_view, static_cast<size_t>(DwarfSection::Count)> names = {
        ".debug_info", ".debug_abbrev", ".debug_types",    ".debug_str", ".debug_line_str", ".debug_str_offsets",
        ".debug_addr", ".debug_ranges", ".debug_rnglists", ".debug_loc", ".debug_loclists", ".debug_line",
    };
    return names[static_cast<size_t>(section)];
}

std::span<const std::byte> DwarfSections::bytes(DwarfSection section) const
{
    return loaded(section).bytes;
}

const std::optional<Error> &DwarfSections::error(DwarfSection section) const
{
    return loaded(section).error;
}

DwarfSections::Slot &DwarfSections::loaded(DwarfSection section) const
{
    Slot &slot = m_slots[static_cast<size_t>(section)];
    if (!slot.isLoaded) {
        slot.isLoaded = true;
        if (auto data = m_file->sectionData(nameOf(section)); data)
            slot.bytes = *data;
        else
            slot.error = std::move(data.error());
    }
    return slot;
}

}
