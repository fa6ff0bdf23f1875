// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/finding.h"

#include <string>

namespace Freezeframe
{

/// All findings for people, as a part of a report; empty if there is nothing to say. Text of the core is escaped.
[[nodiscard]] std::string findingsText(const Findings &findings);

}
