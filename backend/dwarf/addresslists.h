// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/address.h"
#include "backend/base/result.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace Freezeframe
{

/// What range and location lists are relative to.
struct ListContext {
    uint64_t base = 0; ///< low_pc of the unit
    uint8_t addressSize = 8;
    std::function<std::optional<uint64_t>(uint64_t)> address; ///< by index into .debug_addr
};

/// The list of .debug_ranges (DWARF 2 to 4) at @p offset; nothing if it leads out of the section.
[[nodiscard]] std::optional<std::vector<AddressRange>> readRangeList(std::span<const std::byte> section,
                                                                     uint64_t offset, const ListContext &context);
/// The list of .debug_rnglists (DWARF 5) at @p offset.
[[nodiscard]] std::optional<std::vector<AddressRange>> readRangeListV5(std::span<const std::byte> section,
                                                                       uint64_t offset, const ListContext &context);
/// Offset of list @p index through the table of offsets at @p base (DW_FORM_rnglistx, DW_FORM_loclistx).
[[nodiscard]] std::optional<uint64_t> listOffset(std::span<const std::byte> section, uint64_t base, uint64_t index,
                                                 uint8_t offsetSize);

/// One entry of a location list: the expression that holds while code of @ref code runs.
struct LocationEntry {
    AddressRange code;
    std::span<const std::byte> expression;
};

/// The expression valid at @p pc in the list of .debug_loc (DWARF 2 to 4): empty if none is, an error for damage.
[[nodiscard]] Result<std::span<const std::byte>> findLocation(std::span<const std::byte> section, uint64_t offset,
                                                              uint64_t pc, const ListContext &context);
/// The same in .debug_loclists (DWARF 5).
[[nodiscard]] Result<std::span<const std::byte>> findLocationV5(std::span<const std::byte> section, uint64_t offset,
                                                                uint64_t pc, const ListContext &context);
/// All entries of the list of .debug_loc at @p offset, as they stand.
[[nodiscard]] Result<std::vector<LocationEntry>> readLocations(std::span<const std::byte> section, uint64_t offset,
                                                               const ListContext &context);
/// The same in .debug_loclists (DWARF 5), without what holds everywhere else.
[[nodiscard]] Result<std::vector<LocationEntry>> readLocationsV5(std::span<const std::byte> section, uint64_t offset,
                                                                 const ListContext &context);

}
