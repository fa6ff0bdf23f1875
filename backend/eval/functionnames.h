// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/dwarf/dwarfmodule.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace Freezeframe
{

/// A function's name without what is in brackets: tracebacks say "main.F[...]", DWARF "main.F[go.shape.int]".
[[nodiscard]] std::string withoutTypeArguments(std::string_view function);
/// "main.f" of "main.f-range1", the body of a range over a function; empty for other functions.
[[nodiscard]] std::string_view rangeParent(std::string_view function);
/// "main.f" of "main.f.func2", "main.f.func2" of "main.f.func2.1": the function around a closure; empty for others.
[[nodiscard]] std::string_view closureParent(std::string_view function);
/// The DIE of the inlined call that the frame @p depth calls out from the innermost shows, checked by name.
[[nodiscard]] std::optional<uint64_t> inlinedCallOf(const std::vector<DwarfInlinedCall> &calls,
                                                    std::string_view function, unsigned depth);

}
