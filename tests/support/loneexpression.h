// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/result.h"

#include <string>
#include <string_view>

namespace Freezeframe
{

/// The text of an expression's value where there is no program; the error if it is none, or has none.
[[nodiscard]] Result<std::string> evaluatedAlone(const std::string &source);

}
