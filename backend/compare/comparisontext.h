// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/comparison.h"

namespace Freezeframe
{

/// What differs, for people. Text of the cores is escaped. @p most: rows of each list, the others are counted.
[[nodiscard]] std::string comparisonText(const Comparison &found, size_t most);
/// Schema 1 of the manual page freezeframe-cli(1).
[[nodiscard]] std::string comparisonJson(const Comparison &found);
/// "appeared", "grew", "shrank", "vanished".
[[nodiscard]] std::string_view changeText(uint64_t before, uint64_t after);

}
