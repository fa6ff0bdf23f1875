// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/result.h"

#include <ostream>

namespace Freezeframe
{

/// Writes all of @p bytes to @p file, which is replaced, or to @p out if that is "-".
[[nodiscard]] Result<void> writeOutput(const std::string &file, std::string_view bytes, std::ostream &out);

}
