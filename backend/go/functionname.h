// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace Freezeframe
{

/// A function's full name in two parts, as the linker writes it: package path and what follows its dot, type arguments
/// and all. A view of the text that it was made of.
struct FunctionParts {
    std::string_view package; ///< "net/http", "gopkg.in/yaml%2ev3"; empty for C, C++ and assembly
    std::string_view rest; ///< "(*conn).serve", "Map[go.shape.int]", "run.func1"
};
[[nodiscard]] FunctionParts functionParts(std::string_view function);

/// A name as people read it: the package's last element (of the standard library its path), its function without what
/// stands in braces. As found in the core: whoever shows it escapes it.
struct ReadableFunction {
    std::string package; ///< "cache." for "example.com/cache/v3", "net/http."; empty for C
    std::string name; ///< "(*Cache).Get"
    [[nodiscard]] std::string whole() const { return package + name; }
};
[[nodiscard]] ReadableFunction readableFunction(std::string_view function);

/// Shape types of generics and struct literals without what stands in their braces.
[[nodiscard]] std::string withoutBraces(std::string_view text);

/// "Cache.Get": type and function without package, pointer and closure signs.
[[nodiscard]] std::string shortFunctionName(std::string_view function);

/// Whether a package path is one of Go's standard library.
[[nodiscard]] bool isStandardPackage(std::string_view package);

/// Whether the function is the runtime's or another one of the standard library.
[[nodiscard]] bool isStandardFunction(std::string_view function);

}
