// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace Freezeframe
{

/// Registers a line each as Delve's `regs` prints them ("    Rip = 0x00000000004631c1"), the flags by name. With
/// @p withVectors those of the vector unit too.
[[nodiscard]] std::string registerText(const std::vector<std::pair<std::string, uint64_t>> &registers,
                                       bool withVectors);

}
