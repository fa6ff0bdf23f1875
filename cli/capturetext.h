// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/capture.h"

namespace Freezeframe
{

/// A line that replaces the one before it on a terminal.
[[nodiscard]] std::string progressLine(const CaptureProgress &progress);
[[nodiscard]] std::string reportText(const CaptureReport &report);
[[nodiscard]] std::string reportJson(const CaptureReport &report);
[[nodiscard]] std::string failureText(const CaptureError &error);
[[nodiscard]] std::string failureJson(const CaptureError &error);

}
