// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace Freezeframe
{

/// What expressions can say, for "help expressions".
[[nodiscard]] std::string_view expressionHelp();

}
