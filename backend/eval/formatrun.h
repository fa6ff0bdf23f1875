// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/eval/valueformat.h"

namespace Freezeframe
{

/// One text in the making, with the bounds that no value can break. Lives on the stack of one call.
struct ValueFormat::Run {
    static constexpr unsigned maxNesting = 24;

    LoadLimits limits;
    std::string out = {};

    [[nodiscard]] bool isFull() const { return out.size() > limits.totalBytes; }
};

}
