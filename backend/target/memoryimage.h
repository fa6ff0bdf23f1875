// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/target/modulelist.h"

namespace Freezeframe
{

/// Follows the path of a module's file that is nowhere but in the core.
inline constexpr std::string_view inTheCore = " (in the core)";

/// The file that a module was mapped from, put together from the pages that the core has of it: all that its PT_LOADs
/// name, at the offsets of the file. Sections are not mapped, so it has none, nor debug information; what the process
/// wrote to its data is in it. NotInCore if a part of them is missing.
[[nodiscard]] Result<std::shared_ptr<const ElfFile>> imageOf(const MappedModule &mapped, const SplicedMemory &core);

}
