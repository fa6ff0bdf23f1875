// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/elf/elffile.h"

#include <array>
#include <optional>

namespace Freezeframe
{

/// Which of DWARF's sections.
enum class DwarfSection {
    Info,
    Abbrev,
    Types,
    Str,
    LineStr,
    StrOffsets,
    Addr,
    Ranges,
    Rnglists,
    Loc,
    Loclists,
    Line,
    Count
};

/// The bytes of the DWARF sections of one file, each decompressed when it is first asked for. Analysis thread only.
class DwarfSections
{
public:
    explicit DwarfSections(std::shared_ptr<const ElfFile> file);

    /// Empty if the file has no such section or it can't be decompressed (then error() tells why).
    [[nodiscard]] std::span<const std::byte> bytes(DwarfSection section) const;
    [[nodiscard]] const std::optional<Error> &error(DwarfSection section) const;
    [[nodiscard]] static std::string_view nameOf(DwarfSection section); ///< ".debug_info"
    [[nodiscard]] const std::shared_ptr<const ElfFile> &file() const { return m_file; }

private:
    struct Slot {
        bool isLoaded = false;
        std::span<const std::byte> bytes;
        std::optional<Error> error;
    };
    Slot &loaded(DwarfSection section) const;

    std::shared_ptr<const ElfFile> m_file;
    mutable std::array<Slot, static_cast<size_t>(DwarfSection::Count)> m_slots;
};

}
