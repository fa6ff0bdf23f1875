// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/flow/codeflow.h"
#include "backend/go/gosymbols.h"

#include <unordered_map>

namespace Freezeframe
{

/// Followed code of Go functions by their entry; keeps those that were asked for last. x86-64 only. Analysis thread only.
class CodeFlows
{
public:
    /// Nullptr where the function's code can't be followed. Valid until trim().
    [[nodiscard]] CodeFlow *of(const Target &target, const GoSymbols &symbols, const GoSymbols::Match &match);

    /// Lets go of the oldest if there are many: between two questions.
    void trim();

private:
    struct Kept {
        std::unique_ptr<CodeFlow> flow;
        size_t weight = 0;
    };
    std::unordered_map<Address, Kept> m_flows;
    std::vector<Address> m_order; ///< oldest first
    size_t m_weight = 0;
};

}
