// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace Freezeframe
{

/// A folder with a go.mod. A value type.
struct GoModuleRoot {
    std::string path;
    std::string module; ///< of its module line
};

/// "Example.com/X" as the module cache spells it on disk: "!example.com/!x" (golang.org/x/mod/module: EscapePath).
[[nodiscard]] std::string escapedModulePath(std::string_view path);

/// Module roots at or above @p folder, innermost first, with those that a go.work on the way uses.
[[nodiscard]] std::vector<GoModuleRoot> moduleRootsAround(const std::string &folder);

/// Paths to try below a module cache for @p recorded, which names a module version ("…/x@v1.2.3/file.go"): as it
/// is and escaped, from each component on that may begin a module path. Empty if it names none.
[[nodiscard]] std::vector<std::string> pathsInModuleCache(std::string_view recorded);

}
