// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/finding.h"
#include "backend/inspect/goroutinejson.h"

namespace Freezeframe
{

/// The array "findings" of a report, the most important first.
[[nodiscard]] Json findingsJson(const Findings &findings);

}
