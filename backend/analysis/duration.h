// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace Freezeframe
{

/// "10m", "41min", "1h30m", "3d", "250ms" in nanoseconds; nullopt for what is no time.
[[nodiscard]] std::optional<int64_t> parseDuration(std::string_view text);
/// "3 d 4 h", "41 min", "190 ms": two units at most.
[[nodiscard]] std::string elapsedText(int64_t nanoseconds);

}
