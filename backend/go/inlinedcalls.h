// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/go/pclntab.h"

namespace Freezeframe
{

/// For each level of Pclntab::frames() the address that stands for it: @p pc, then where the compiler marked the call
/// that it inlined. Go's own lists of callers have these, plus one (Go 1.20 on: internal/abi FUNCDATA_InlTree).
[[nodiscard]] std::vector<Address> inlinedCalls(const Pclntab &table, const GoFunction &function, Address pc);

}
