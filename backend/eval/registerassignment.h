// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/eval/typegraph.h"
#include "backend/flow/flowplace.h"

#include <span>
#include <vector>

namespace Freezeframe
{

/// One word or less of a parameter, and where the caller passes it: a register, or a slot above the callee's CFA.
struct PassedPart {
    uint64_t offset = 0; ///< in the parameter
    uint64_t size = 0;
    bool isPointer = false;
    FlowPlace place;
};

/// How Go's ABIInternal passes the parameters of one function on x86-64. A value type.
/// Source: Go src/cmd/compile/abi-internal.md; cmd/compile/internal/abi/abiutils.go.
struct RegisterAssignment {
    std::vector<std::vector<PassedPart>> inputs; ///< of each parameter; empty of one that can't be told in parts
    uint64_t argumentBytes = 0; ///< above the CFA: arguments and results on the stack, and room to spill registers

    /// Nullopt if a type can't be told.
    [[nodiscard]] static std::optional<RegisterAssignment> of(TypeGraph &types, std::span<const Type *const> inputs,
                                                              std::span<const Type *const> results);
};

}
