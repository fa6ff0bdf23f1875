// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What single lines of Go source say, as far as that can be told without parsing the file. Stateless; any thread.

namespace Freezeframe
{

/// A use of an expression that fails if it is nil.
struct GoDereference {
    std::string expression; ///< "s.next"
    std::string member; ///< the field or method behind the dot; "[" of an index, "(" of a call, "*"
    bool operator==(const GoDereference &) const = default;
};
/// In order of the line; text and comments are passed over.
[[nodiscard]] std::vector<GoDereference> dereferencesIn(std::string_view line);

/// A call as it is written.
struct GoCall {
    std::string receiver; ///< what stands before the dot, a package too; empty if nothing does
    std::vector<std::string> arguments;
};
/// The first call of a function or method of that name; nothing if there is none, or it goes on in another line.
[[nodiscard]] std::optional<GoCall> callIn(std::string_view line, std::string_view function);

/// Which argument of the declared function is called so: -1 the receiver, else counted from 0.
[[nodiscard]] std::optional<int> parameterIn(std::string_view declaration, std::string_view name);

/// An assignment or declaration.
struct GoAssignment {
    std::string value; ///< what stands on its right side; empty of a declaration without a value
    std::vector<std::string> names; ///< on its left side
    bool isDeclaration = false; ///< var
};
/// If the line gives @p name a value.
[[nodiscard]] std::optional<GoAssignment> assignmentIn(std::string_view line, std::string_view name);

/// "m" and "key" of "m[key]", if the whole expression is such an index.
[[nodiscard]] std::optional<std::pair<std::string, std::string>> indexIn(std::string_view expression);
/// Whether it is a name, or names with dots between.
[[nodiscard]] bool isSelector(std::string_view expression);

}
