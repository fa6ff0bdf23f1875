// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/typelayout.h"

#include <algorithm>

namespace Freezeframe
{

TypeLayout TypeLayout::of(const TypeInfo &type)
{
    TypeLayout layout;
    const bool isStruct = type.kind == "struct"; // fields of a union lie over each other, parameters nowhere
    uint64_t end = 0;
    const auto pad = [&](uint64_t until) {
        if (!isStruct || until <= end)
            return;
        layout.rows.push_back({.name = {}, .type = {}, .offset = end, .size = until - end});
        layout.padding += until - end;
    };
    for (const TypeInfo::Field &field : type.fields) {
        pad(field.offset);
        layout.rows.push_back({.name = field.name,
                               .type = field.type,
                               .offset = field.offset,
                               .size = field.size,
                               .embedded = field.embedded});
        // A damaged type may have a field that ends nowhere; bit fields share their bytes.
        const uint64_t fieldEnd = field.offset + std::min(field.size, UINT64_MAX - field.offset);
        end = std::max(end, fieldEnd);
    }
    if (!type.fields.empty())
        pad(type.size);
    return layout;
}

}
