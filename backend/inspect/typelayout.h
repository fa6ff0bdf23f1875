// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/snapshot.h"

namespace Freezeframe
{

/// How a type lies in memory: its fields, and the bytes between them that are nobody's.
struct TypeLayout {
    struct Row {
        std::string name; ///< empty: padding
        std::string type;
        uint64_t offset = 0; ///< bytes
        uint64_t size = 0; ///< bytes
        bool embedded = false;
        [[nodiscard]] bool isPadding() const { return name.empty() && type.empty(); }
    };
    std::vector<Row> rows; ///< as they lie
    uint64_t padding = 0; ///< bytes in all; the types of the fields have their own

    [[nodiscard]] static TypeLayout of(const TypeInfo &type);
};

}
