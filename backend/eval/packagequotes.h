// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace Freezeframe
{

/// @p expression with quotes around the paths of packages that people write as they import them: net/http.DefaultClient
/// is a quotient by Go's grammar, "net/http".DefaultClient is the variable. Nullopt if there is none that
/// @p isPackage knows.
[[nodiscard]] std::optional<std::string> withQuotedPackages(std::string_view expression,
                                                            const std::function<bool(std::string_view)> &isPackage);

}
