// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/go/runtimelayout.h"
#include "backend/target/memory.h"

#include <vector>

namespace Freezeframe
{

/// pprof labels of Go 1.23 and older: @p labels points to a map[string]string (a *hmap). Bounded; sorted by key.
[[nodiscard]] Result<std::vector<std::pair<std::string, std::string>>> classicLabels(const Memory &memory,
                                                                                     const RuntimeLayout &layout,
                                                                                     Address labels);

}
