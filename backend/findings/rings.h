// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

namespace Freezeframe
{

/// Rings among @p nodes, each as short as can be, of which no two have a node in common; @p next may name others, too.
[[nodiscard]] std::vector<std::vector<size_t>> ringsOf(const std::vector<size_t> &nodes,
                                                       const std::function<std::vector<size_t>(size_t)> &next);

}
