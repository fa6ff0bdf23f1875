// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/inspect/inspection.h"
#include "tests/support/victim.h"

namespace Freezeframe
{

/// A victim's core with its own program.
[[nodiscard]] OpenOptions openOptions(const Victim &victim);
[[nodiscard]] Result<std::unique_ptr<Inspection>> openVictim(const Victim &victim);

}
