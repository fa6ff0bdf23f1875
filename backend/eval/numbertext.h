// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/eval/valuereader.h"

#include <string>
#include <string_view>

namespace Freezeframe
{

[[nodiscard]] std::string integerText(Int128 value);
/// Decimal digits without an exponent, as few as tell the number from its neighbours of the same size ("0.1", "-0",
/// "NaN", "+Inf"): Go's strconv.FormatFloat(f, 'f', -1, bits). @p bytes: 4 or 8.
[[nodiscard]] std::string floatText(double value, uint64_t bytes);
/// "(1 + -2i)"
[[nodiscard]] std::string complexText(std::complex<double> value, uint64_t bytes);

}
