// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/inflight.h"

#include <optional>
#include <string>
#include <string_view>

namespace Freezeframe
{

/// All that was in flight, for people. Text of the core is escaped. @p most: items of each kind, the others are counted.
[[nodiscard]] std::string inFlightText(const InFlight &found, size_t most);
/// Of one kind alone; a sentence if there is none.
[[nodiscard]] std::string inFlightText(const InFlight &found, InFlight::Kind kind, size_t most);
/// "served", …; nothing if there is no such kind.
[[nodiscard]] std::optional<InFlight::Kind> kindNamed(std::string_view name);
/// "served, made, …"
[[nodiscard]] std::string kindNames();
/// Schema 1 of the manual page freezeframe-cli(1).
[[nodiscard]] std::string inFlightJson(const InFlight &found);

}
