// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/capture.h"

#include <nlohmann/json.hpp>

namespace Freezeframe
{

/// "fast" or "low-memory", as the command line and JSON have it.
[[nodiscard]] std::string captureModeName(CaptureMode mode);
/// As `freezeframe-cli capture --json` prints it, and as a helper with more rights tells it.
[[nodiscard]] nlohmann::ordered_json captureReportJson(const CaptureReport &report);

}
