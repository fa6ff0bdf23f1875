// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/eval/valuereader.h"

namespace Freezeframe
{

/// Go 1.27 describes strings, slices, interfaces and complex numbers of optimised code as several variables, "x.ptr",
/// "x.len", "x.cap": puts each together again as "x", with the pieces marked that are not there. What can't be told
/// for certain stays as it is.
[[nodiscard]] std::vector<Value> withPiecesJoined(const ValueReader &reader, std::vector<Value> variables);

}
