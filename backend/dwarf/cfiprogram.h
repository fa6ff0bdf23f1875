// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/result.h"
#include "backend/dwarf/unwindentries.h"
#include "backend/dwarf/unwindrow.h"

namespace Freezeframe
{

/// Runs the call frame instructions of @p frame up to @p pc: the row that holds there. Unknown instructions are
/// Unsupported, cut ones BadFormat: half a row would unwind into nonsense.
[[nodiscard]] Result<UnwindRow> runCfiProgram(const CommonEntry &common, const FrameEntry &frame, uint64_t pc);

}
