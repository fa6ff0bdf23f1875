// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace Freezeframe
{

/// How the names of a type's methods begin, those with a pointer for a receiver first: "cache.(*Entry)." and
/// "cache.Entry." of "*cache.Entry"; of an instance of a generic type, whose functions many instances share,
/// "main.(*Pair[...])." and "main.Pair[...].". None of a type that has no name.
[[nodiscard]] std::vector<std::string> methodPrefixes(std::string_view type);

}
