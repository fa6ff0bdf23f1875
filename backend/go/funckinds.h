// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/go/pclntab.h"

namespace Freezeframe
{

/// What @p name is to an unwinder. abi.FuncID is renumbered between releases, names stay.
[[nodiscard]] GoFuncKind funcKindOf(std::string_view name, uint8_t flags);

}
