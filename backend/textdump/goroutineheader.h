// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/textdump/textdump.h"

namespace Freezeframe
{

/// "goroutine 7 gp=0x… m=3 mp=0x… [chan receive (durable), 5 minutes, synctest bubble 2] {k: v}:", as Go 1.19 to 1.27
/// write it (runtime/traceback.go: goroutineheader), also without its end. Nothing if it is something else.
[[nodiscard]] std::optional<TextDump::Goroutine> parseGoroutineHeader(std::string_view line);
/// Where a header may begin in a line of a log: npos if nowhere.
[[nodiscard]] size_t findGoroutineHeader(std::string_view line);

}
