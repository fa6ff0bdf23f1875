// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/snapshot.h"
#include "backend/go/goruntime.h"

namespace Freezeframe
{

/// Finds out when the process ended and how long it ran. A core does not say either: the date of its file is that of the
/// last copy, and is used as what it is. @p runtime may be null. Reads clocks and attributes of this machine.
void findTimes(ProcessSummary &summary, const Target &target, const GoRuntime *runtime);

/// Seconds since the epoch that a core's file name tells, as core_pattern's %t and systemd-coredump put it there:
/// "core.orders.4711.1764097200", "core.orders.0.<boot>.4711.1764097200000000.zst". Not after @p written.
[[nodiscard]] std::optional<int64_t> timeInName(std::string_view fileName, int64_t written);

}
