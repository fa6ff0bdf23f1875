// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/eval/typegraph.h"

#include <optional>
#include <string_view>

namespace Freezeframe
{

/// Offset of the first word in a value of Go's @p type that the garbage collector follows; nullopt if it has none, or
/// if that can't be told.
[[nodiscard]] std::optional<uint64_t> firstPointerWord(TypeGraph &types, const Type &type);

/// Functions of the runtime that never return: of the variables around their calls nothing is used afterwards, which
/// says nothing about them.
[[nodiscard]] bool neverReturns(std::string_view function);

}
