// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace Freezeframe
{

/// A field of a runtime structure that something here reads. RuntimeLayout has it under @ref path.
struct LayoutField {
    std::string_view structure;
    std::string_view path;
    std::string_view newerPath = {}; ///< where later releases keep it (in an atomic, a wrapper); tried first
};

/// Every field that the reader uses, once.
[[nodiscard]] std::span<const LayoutField> layoutFields();

/// An offset for a structure of which neither type descriptors nor DWARF may be there.
struct TabledField {
    std::string_view structure;
    std::string_view path;
    int firstMinor, lastMinor; ///< Go 1.N, inclusive
    uint64_t offset, size;
};
[[nodiscard]] std::span<const TabledField> tabledFields();

}
