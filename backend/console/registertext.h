// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/inspect/registerinfo.h"

#include <string>
#include <vector>

namespace Freezeframe
{

/// Registers a line each as Delve's `regs` prints them ("    Rip = 0x00000000004631c1"), the flags by name. With
/// @p withVectors those of the vector unit too, in all their lanes, and what AVX and AVX-512 have above them.
[[nodiscard]] std::string registerText(const std::vector<RegisterInfo> &registers, bool withVectors);

}
