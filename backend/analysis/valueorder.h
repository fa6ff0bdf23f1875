// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace Freezeframe
{

/// How two values, as they are printed, stand to each other: numbers by what they are, all others letter by letter, and
/// numbers before those. Less than, equal to or greater than 0. Any thread.
[[nodiscard]] int compareValues(std::string_view left, std::string_view right);
/// The place of each text in that order, the same for the same text.
[[nodiscard]] std::vector<uint32_t> ranksOf(const std::vector<std::string> &texts);

}
