// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/result.h"

#include <stop_token>
#include <string>

namespace Freezeframe
{

/// Copies an open core, holes and all, to @p folder (made if it is missing), under a new name that begins with @p name:
/// 0600, nothing is overwritten, and nothing is left of it if it can't be made whole. Returns its path.
[[nodiscard]] Result<std::string> rescueCore(int descriptor, const std::string &folder, const std::string &name,
                                             const std::stop_token &stop);

}
