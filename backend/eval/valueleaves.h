// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/eval/typegraph.h"

#include <optional>
#include <span>
#include <vector>

namespace Freezeframe
{

/// A part of a variable that Go's compiler keeps in a place of its own: a number, a pointer, one word of a string,
/// slice or interface (Go cmd/compile/internal/ssa/decompose.go). A value type.
struct ValueLeaf {
    enum class Role : uint8_t { Number, Floating, Pointer, Length };
    uint64_t offset = 0; ///< in the variable
    uint64_t size = 0;
    Role role = Role::Number;
};

/// The leaves of a value of @p type in order of offset; empty if they can't be told, or there are none.
[[nodiscard]] std::vector<ValueLeaf> leavesOf(TypeGraph &types, const Type &type);

/// What is known of a piece of a location: a hint to which leaf it belongs.
struct PieceHint {
    uint64_t size = 0;
    bool isPadding = false; ///< describes nothing: padding, or a leaf that is lost
    std::optional<bool> isFloating; ///< told by the kind of its register
    std::optional<bool> isAddress; ///< told by what is in it
};

/// The offset in the variable of each piece. Location lists of Go describe leaves in order; optimised code leaves out
/// padding, and leaves that it has no use for, unoptimised code describes all (Go cmd/compile/internal/ssa/debug.go).
/// Nullopt for a piece that may belong to one leaf as well as to another.
[[nodiscard]] std::vector<std::optional<uint64_t>> offsetsOf(std::span<const PieceHint> pieces,
                                                             std::span<const ValueLeaf> leaves);

}
