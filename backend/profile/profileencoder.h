// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/result.h"
#include "backend/profile/profile.h"

namespace Freezeframe
{

/// The bytes of the message. Text that is not UTF-8 is made so, as readers refuse it otherwise.
[[nodiscard]] std::string encodeProfile(const Profile &profile);

/// @p bytes as gzip writes them, which is how profiles are kept.
[[nodiscard]] Result<std::string> gzipped(std::string_view bytes);

}
