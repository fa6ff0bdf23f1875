// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/result.h"
#include "backend/dwarf/abbreviations.h"

#include <functional>
#include <span>
#include <vector>

namespace Freezeframe
{

/// One operation of a DWARF expression with its operands, undone of their encodings.
struct LocationOperation {
    uint8_t code = 0;
    uint64_t offset = 0; ///< of the operation in its expression
    uint64_t first = 0; ///< sign-extended for signed operands
    uint64_t second = 0;
    std::span<const std::byte> block;
};

/// Reads the operation at the cursor; BadFormat if it is cut, Unsupported if nobody knows its length.
[[nodiscard]] Result<LocationOperation> readOperation(ByteCursor &cursor, const FormSizes &sizes);

/// What an operation with two operands (DW_OP_and to DW_OP_ne) makes of the second and the top of the stack.
[[nodiscard]] Result<uint64_t> binaryOperation(uint8_t code, uint64_t second, uint64_t top);

/// Whether @p expression refers to .debug_addr.
[[nodiscard]] bool hasIndexedAddresses(std::span<const std::byte> expression, const FormSizes &sizes);
/// @p expression with DW_OP_addr and DW_OP_const8u in place of indices; branches still meet their operations.
[[nodiscard]] Result<std::vector<std::byte>> withoutIndices(
    std::span<const std::byte> expression, const FormSizes &sizes,
    const std::function<std::optional<uint64_t>(uint64_t)> &address);

}
