// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/unwind/unwinder.h"

#include <optional>
#include <string_view>

namespace Freezeframe
{

/// Whether @p function (as pclntab names it) belongs to Go's runtime and is folded away by default: package runtime
/// and what lies under it, the bodies that the runtime lends to other packages, and assembly without a package.
[[nodiscard]] bool isRuntimeFunction(std::string_view function);

/// Whether a C function is glue of runtime/cgo: the way into C and back, not the program's own code.
[[nodiscard]] bool isCgoGlue(std::string_view function);

/// Whether a person would say of @p frame "that is where my program is": Go code, neither the runtime's nor below
/// internal/ (the rule that Delve's user location follows).
[[nodiscard]] bool isUserFrame(const Frame &frame);

/// Index of the innermost user frame from @p from outward that is not the standard library's: the program's own code.
[[nodiscard]] std::optional<size_t> ownFrame(const Stack &stack, size_t from = 0);

/// Index of the innermost user frame; nullopt if the whole stack is the runtime's (or C).
[[nodiscard]] std::optional<size_t> userFrame(const Stack &stack);

}
