// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/valuelayout.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

constexpr uint64_t shortText = 7; ///< bytes
constexpr unsigned mostPointers = 8; ///< that are followed from type to type

}

/// Of a pointer what it points to, from pointer to pointer.
bool ValueLayout::isComposite(const Type &type, bool &isBehindPointer) const
{
    const Type *at = &type;
    for (unsigned i = 0; i < mostPointers && at->kind == TypeKind::Pointer; ++i) {
        const auto element = m_reader.types().type(at->element);
        if (!element)
            return false;
        isBehindPointer = true;
        at = *element;
    }
    switch (at->kind) {
    case TypeKind::Slice:
    case TypeKind::Array:
    case TypeKind::Struct:
    case TypeKind::Union:
    case TypeKind::Map:
    case TypeKind::Interface: return true;
    case TypeKind::String: return isBehindPointer;
    default: return false;
    }
}

bool ValueLayout::isLongText(const Value &value) const
{
    if (!value.type || value.type->kind != TypeKind::String)
        return false;
    const auto length = m_reader.sequence(value).length;
    return length && *length > shortText;
}

bool ValueLayout::spreadsFields(const Value &structure) const
{
    return std::ranges::any_of(structure.type->fields, [&](const TypeField &field) {
        const Value value = m_reader.field(structure, field);
        bool isBehindPointer = false;
        return value.type && (isComposite(*value.type, isBehindPointer) || isLongText(value));
    });
}

bool ValueLayout::spreadsElements(const Value &sequence, uint64_t length) const
{
    constexpr uint64_t looked = 64; ///< elements
    for (uint64_t i = 0; i < std::min(length, looked); ++i) {
        const Value element = m_reader.element(sequence, i);
        bool isBehindPointer = false;
        if (!element.type)
            return false;
        if (isComposite(*element.type, isBehindPointer) || isLongText(element))
            return true;
        if (element.type->kind != TypeKind::String)
            return false;
    }
    return false;
}

std::string ValueLayout::laidOut(std::string_view marked)
{
    std::string text;
    size_t depth = 0;
    const auto breakLine = [&] {
        while (text.ends_with(' '))
            text.pop_back();
        text += '\n' + std::string(depth, '\t');
    };
    for (const char letter : marked) {
        switch (letter) {
        case open:
            ++depth;
            breakLine();
            break;
        case next: breakLine(); break;
        case close:
            depth -= depth > 0 ? 1 : 0;
            breakLine();
            break;
        default: text += letter; break;
        }
    }
    return text;
}

}
