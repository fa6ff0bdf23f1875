// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace Freezeframe
{

/// Whether the path of a package, as it is written or linked, can have this byte.
[[nodiscard]] bool isInPackagePath(char c);
/// As the linker writes an import path in symbols, "gopkg.in/yaml%2ev3": dots of the last element, percent signs,
/// quotes, control characters and what is not ASCII become %xx (Go cmd/internal/objabi: PathToPrefix).
[[nodiscard]] std::string linkedPath(std::string_view path);
/// The opposite, for paths and for whole names of symbols: %xx becomes what it stands for.
[[nodiscard]] std::string plainPath(std::string_view linked);
/// A name with a plain path before its last dot, "*gopkg.in/yaml.v3.Node", as the linker writes it; names in it that
/// have no path stay.
[[nodiscard]] std::string linkedName(std::string_view name);
/// What the package at the plain @p path is probably called: "cache" for "example.com/cache/v3", "thing" for
/// "example.com/go-thing.v2" (as golang.org/x/tools/internal/imports: ImportPathToAssumedName).
[[nodiscard]] std::string assumedPackageName(std::string_view path);

}
