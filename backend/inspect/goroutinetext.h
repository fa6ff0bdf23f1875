// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/inspect/snapshot.h"

#include <string>

namespace Freezeframe
{

[[nodiscard]] std::string placeText(const SourceLocation &location);
/// State and place of one goroutine, in lines.
[[nodiscard]] std::string goroutineHeader(const GoroutineSnapshot &snapshot, uint32_t row);
/// All goroutines, those that are in the same place for the same reason together; the program's own come first.
[[nodiscard]] std::string goroutineGroups(const GoroutineSnapshot &snapshot);

}
