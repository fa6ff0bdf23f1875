// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/dwarf/dwarfmodule.h"
#include "backend/eval/registerassignment.h"
#include "backend/go/pclntab.h"

#include <map>

namespace Freezeframe
{

/// Where one Go function gets what it is called with: the ABI's assignment, which the size of its arguments and the debug
/// information at its entry bear out. A value type.
struct FunctionInputs {
    std::map<uint64_t, std::vector<PassedPart>> parts; ///< of a parameter, by its DIE
    std::optional<FlowPlace> dictionary; ///< of a generic function's types
    std::vector<FlowPlace> first; ///< of the receiver, if it is a method, and the dictionary

    /// Nullopt for assembly, and wherever one contradicts the other.
    [[nodiscard]] static std::optional<FunctionInputs> of(DwarfModule &module, const DwarfFunction &function,
                                                          const GoFunction &code, Address linkedEntry,
                                                          TypeGraph &types);
};

/// Whether the debug information of Go 1.27 describes a part of variable @p name under that name: "x.ptr" of "x".
[[nodiscard]] bool isPieceName(std::string_view name);

}
