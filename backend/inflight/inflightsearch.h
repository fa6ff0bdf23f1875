// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/inflight/inflightsources.h"

namespace Freezeframe
{

/// Looks for all that a program had in flight. What is not there costs nothing. Cancelled if stopped.
[[nodiscard]] Result<InFlight> searchInFlight(const InFlightSources &sources);

/// "served", "made", …: of scripts.
[[nodiscard]] std::string_view kindName(InFlight::Kind kind);
/// "Requests that are served": of people.
[[nodiscard]] std::string_view kindTitle(InFlight::Kind kind);
/// "No request is served."
[[nodiscard]] std::string_view kindNothing(InFlight::Kind kind);

}
