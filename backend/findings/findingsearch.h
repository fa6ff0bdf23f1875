// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/finding.h"
#include "backend/findings/findingsources.h"

#include <stop_token>

namespace Freezeframe
{

/// Looks for all that is known to go wrong in Go programs. What is not certain says so; nothing is found in programs
/// that are well. Cancelled if stopped.
[[nodiscard]] Result<Findings> searchFindings(const FindingSources &sources, const std::stop_token &stop);

/// "critical", "warning", "note".
[[nodiscard]] std::string_view severityText(Finding::Severity severity);

}
