// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace Freezeframe
{

/// Bytes that we may take without hurting others: MemAvailable, or less where a control group bounds us.
[[nodiscard]] uint64_t freeMemory();

}
