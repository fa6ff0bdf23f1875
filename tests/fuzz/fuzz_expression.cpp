// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/support/loneexpression.h"

#include <cstddef>
#include <cstdint>

/// Parses and evaluates @p data as an expression where there is no program.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    (void)Freezeframe::evaluatedAlone({reinterpret_cast<const char *>(data), size});
    return 0;
}
