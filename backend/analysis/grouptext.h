// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/analysis/goroutinearrangement.h"

namespace Freezeframe
{

/// "waiting: chan receive", "running": status and reason of a goroutine.
[[nodiscard]] std::string stateText(const GoroutineTable &table, uint32_t row);

/// What the goroutines of a group have in common, on one line: "cache.(*Cache).Get  /src/cache.go:44", "chan receive",
/// "tenant=eu-1", "no label tenant". As found in the core: whoever shows it escapes it.
[[nodiscard]] std::string groupTitle(const GoroutineArrangement &list, const GoroutineArrangement::Group &group);

/// Something that goroutines of a group have, and how many; most frequent first.
using GroupTally = std::vector<std::pair<std::string, uint32_t>>;
[[nodiscard]] GroupTally statesOf(const GoroutineArrangement &list, const GoroutineArrangement::Group &group);
/// "waiting: chan receive" of all, "30 waiting: chan receive, 6 running, and 2 more" of some. As found in the core.
[[nodiscard]] std::string tallyText(const GroupTally &tally);
/// The values of each label's key; those without that label are not counted.
[[nodiscard]] std::map<std::string, GroupTally> labelsOf(const GoroutineArrangement &list,
                                                         const GoroutineArrangement::Group &group);

}
