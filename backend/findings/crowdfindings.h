// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/finding.h"
#include "backend/findings/blockedgoroutines.h"
#include "backend/findings/findingsources.h"

namespace Freezeframe
{

/// "pile-up": far more goroutines at one place than at any other, each of which waits for another goroutine.
[[nodiscard]] std::vector<Finding> crowdFindings(const FindingSources &sources,
                                                 const std::vector<BlockedGoroutine> &blocked,
                                                 const std::stop_token &stop);

}
