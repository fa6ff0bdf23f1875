// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/dwarf/dwarfunits.h"

#include <string_view>
#include <vector>

namespace Freezeframe
{

/// A stretch of code of a function; a function with several ranges has several.
struct ScannedCode {
    AddressRange range;
    uint64_t die = 0;
};

/// Something with a name at the top level of a unit. Names are views into the sections.
struct ScannedName {
    std::string_view name;
    uint64_t die = 0;
    uint64_t number = 0; ///< types: DW_AT_go_runtime_type; variables and constants: the DIE of their type
    enum class Form : uint8_t { Definition, Typedef, Declaration };
    Form form = Form::Definition; ///< of a type
};

/// What a unit declares at its top level (and in its namespaces and enumerations).
struct UnitScan {
    std::vector<ScannedCode> code; ///< ascending
    std::vector<ScannedName> functions; ///< those with code
    std::vector<ScannedName> types;
    std::vector<ScannedName> variables;
    std::vector<ScannedName> constants;
};

/// One pass over all DIEs of unit @p index, decoding only what the scan keeps. Damage ends the pass; what was found
/// stays.
[[nodiscard]] UnitScan scanUnit(DwarfUnits &units, size_t index);

/// The name of the DIE at the .debug_info offset @p die, through its abstract origin or specification.
[[nodiscard]] std::string_view nameOfDie(DwarfUnits &units, uint64_t die);

}
