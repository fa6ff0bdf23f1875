// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/target/modulelist.h"

namespace Freezeframe
{

/// Loaded minus linked address by the first mapping that one of the PT_LOADs in @p segments explains.
[[nodiscard]] std::optional<uint64_t> biasOf(const std::vector<MappedRange> &mappings,
                                             const std::vector<ElfSegment> &segments);

/// Gives @p mapped its bias by the segments of @p file: from its mappings, or from AT_PHDR and AT_ENTRY for the
/// executable. Leaves it as it is if it has one.
void placeModule(MappedModule &mapped, const ElfFile &file, const CoreFile &core);

/// Widens the range of @p mapped to all that @p segments load: bss has no row in NT_FILE.
void widenRange(Module &module, const std::vector<ElfSegment> &segments);

/// A value of the auxiliary vector, nothing if it is missing or 0.
[[nodiscard]] std::optional<uint64_t> auxiliaryValue(const CoreFile &core, uint64_t key);

}
