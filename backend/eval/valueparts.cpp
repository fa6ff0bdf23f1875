// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/valueparts.h"

#include "backend/eval/valuereader.h"

#include <array>
#include <span>

namespace Freezeframe
{

Value listOf(const Type *type, std::shared_ptr<const ValueParts> parts)
{
    Value value;
    if (type->kind == TypeKind::Array) {
        value = structWith(type, std::move(parts));
        return value;
    }
    const std::array<uint64_t, 3> header{0, parts->size(), parts->size()};
    const auto raw = std::as_bytes(std::span(header));
    value = valueOfBytes(type, std::vector<std::byte>(raw.begin(), raw.end()));
    value.contents = std::make_shared<const std::vector<std::byte>>(); // not nil, and nothing to be read as a whole
    value.parts = std::move(parts);
    return value;
}

Value structWith(const Type *type, std::shared_ptr<const ValueParts> parts)
{
    // Its bytes are nowhere: who reads them as a whole is told so instead of getting zeros.
    Value value = valueOfBytes(type, {});
    value.parts = std::move(parts);
    return value;
}

}
