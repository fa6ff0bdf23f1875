// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/valuecontent.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

constexpr unsigned mostInterfaces = 8; ///< that hold each other

}

Result<ValueContent::Source> ValueContent::source(const Value &value, unsigned depth) const
{
    if (value.error || !value.type)
        return std::unexpected(value.error.value_or(optimizedOut()));
    if (value.parts)
        return fail(ErrorCode::NotFound, "an expression put this together: it lies nowhere as a whole");
    switch (value.type->kind) {
    case TypeKind::Interface: {
        const auto held = m_dynamic.dynamicValue(value);
        if (!held)
            return std::unexpected(held.error());
        return depth < mostInterfaces ? source(*held, depth + 1) : fail(ErrorCode::Limit, "interfaces without end");
    }
    case TypeKind::Pointer: {
        if (value.isAddressOnly)
            break;
        const auto pointee = m_reader.pointee(value);
        if (!pointee)
            return std::unexpected(pointee.error());
        if (pointee->type && pointee->type->size > 0)
            return Source{.value = *pointee, .size = pointee->type->size};
        break;
    }
    case TypeKind::String:
    case TypeKind::Slice: {
        const ValueReader::Sequence sequence = m_reader.sequence(value);
        if (!sequence.base)
            return std::unexpected(sequence.base.error());
        if (!sequence.length)
            return std::unexpected(sequence.length.error());
        const Value first = m_reader.element(value, 0);
        if (!first.type)
            return std::unexpected(first.error.value_or(optimizedOut()));
        uint64_t size = 0;
        if (__builtin_mul_overflow(*sequence.length, first.type->size, &size))
            return fail(ErrorCode::BadFormat, "longer than memory is");
        Value elements = m_reader.at(first.type, *sequence.base, {});
        if (value.contents) {
            elements.address = {};
            elements.bytes = value.contents;
            size = std::min<uint64_t>(size, value.contents->size());
        }
        return Source{.value = std::move(elements), .size = size};
    }
    default: break;
    }
    return Source{.value = value, .size = value.type->size};
}

Result<ValueContent::Place> ValueContent::place(const Value &value) const
{
    const auto found = source(value, 0);
    if (!found)
        return std::unexpected(found.error());
    return Place{.address = found->value.address, .size = found->size};
}

Result<std::string> ValueContent::bytes(const Value &value, uint64_t first, uint64_t count) const
{
    const auto found = source(value, 0);
    if (!found)
        return std::unexpected(found.error());
    if (first >= found->size)
        return std::string();
    const auto read = m_reader.bytes(found->value, first, std::min(count, found->size - first));
    if (!read)
        return std::unexpected(read.error());
    return std::string(reinterpret_cast<const char *>(read->data()), read->size());
}

}
