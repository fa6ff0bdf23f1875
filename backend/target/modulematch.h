// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/target/modulelist.h"

namespace Freezeframe
{

/// Whether a file is the one that a core's module was mapped from. A value type.
struct MatchVerdict {
    FileMatch match = FileMatch::None;
    std::optional<Error> mismatch; ///< names what differs; without it and with FileMatch::None: nothing to compare by
};

/// Compares ids, else the read-only pages that both have, else initialised data that programs seldom change.
/// @p mapped has its bias.
[[nodiscard]] MatchVerdict matchModule(const MappedModule &mapped, const ElfFile &file,
                                       const SplicedMemory &coreMemory);

}
