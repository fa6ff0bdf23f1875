// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/snapshot.h"

#include <span>

namespace Freezeframe
{

/// Variables that the compiler kept nowhere, in one line: "(3 optimised out: lock, reason, traceskip)".
[[nodiscard]] std::string lostText(std::span<const VariableInfo> lost);

}
