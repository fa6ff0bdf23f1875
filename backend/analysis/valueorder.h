// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace Freezeframe
{

/// How two values, as they are printed, stand to each other: numbers by what they are, all others letter by letter, and
/// numbers before those. Less than, equal to or greater than 0. Any thread.
[[nodiscard]] int compareValues(std::string_view left, std::string_view right);

}
