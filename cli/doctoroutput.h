// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/doctor.h"

#include <nlohmann/json.hpp>
#include <ostream>

namespace Freezeframe
{

/// {verdict, headline, reason, core_path, expected_bytes, checks: [{id, title, ok, state, value, explanation, fix}]}
[[nodiscard]] nlohmann::ordered_json doctorJson(const DoctorReport &report);
/// The two sentences that matter, for people.
void writeVerdict(std::ostream &out, const DoctorReport &report);

}
