// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/snapshot.h"
#include "backend/base/result.h"
#include "backend/eval/value.h"

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace Freezeframe
{

/// What `config` sets: the parameters of Delve's config.yml that make a difference for a core, under their names. A
/// value type.
struct ConsoleSettings {
    uint64_t maxStringLength = 1 << 20; ///< bytes
    uint64_t maxArrayValues = 10'000;
    unsigned maxVariableRecurse = 1;
    bool showLocationExpression = false;
    bool showRawStrings = false;
    int sourceListLineCount = 5; ///< lines above and below
    DisassemblyFlavor flavor = DisassemblyFlavor::Intel;
    std::string tab; ///< stands for a tab character in source; empty: as it is
    std::string prompt = "(freezeframe) ";
    std::vector<std::pair<std::string, std::string>> substitutePath; ///< from, to
    std::vector<std::string> debugDirectories;
    std::map<std::string, std::string, std::less<>> aliases; ///< alias → command

    /// "max-string-len", "64": the error names the values that the parameter takes.
    [[nodiscard]] Result<void> set(std::string_view parameter, std::string_view value);
    /// Parameters and values as `config -list` prints them.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> list() const;
    /// The `config` commands, a line each, that make these settings of those that a console begins with.
    [[nodiscard]] std::string commands() const;
    /// What a parameter is for; empty for unknown ones.
    [[nodiscard]] static std::string_view help(std::string_view parameter);
    [[nodiscard]] LoadLimits limits() const;
    /// Where a person's settings are kept: $XDG_CONFIG_HOME/freezeframe/console; empty without a home.
    [[nodiscard]] static std::string homeFile();
};

}
