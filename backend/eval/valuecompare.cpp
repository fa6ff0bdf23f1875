// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/valuecompare.h"

#include "backend/eval/scalar.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

constexpr unsigned maxDepth = 64;
constexpr uint64_t maxElements = 1 << 20;
constexpr uint64_t textChunk = 1 << 20; ///< bytes compared at a time

bool isNilable(TypeKind kind)
{
    switch (kind) {
    case TypeKind::Pointer:
    case TypeKind::UnsafePointer:
    case TypeKind::Slice:
    case TypeKind::Map:
    case TypeKind::Chan:
    case TypeKind::Func:
    case TypeKind::Interface: return true;
    default: return false;
    }
}

bool isUntypedNil(const Value &value)
{
    return value.type && value.type->name == "untyped nil";
}

}

Result<bool> ValueCompare::isNil(const Value &value) const
{
    if (value.error)
        return std::unexpected(*value.error);
    if (!isNilable(value.type->kind))
        return fail(ErrorCode::BadExpression, "a " + value.type->name + " is never nil");
    return m_reader.word(value).transform([&](uint64_t word) { return word == 0 && !value.contents; });
}

Result<bool> ValueCompare::equalStrings(const Value &left, const Value &right) const
{
    const auto leftLength = m_reader.sequence(left).length;
    const auto rightLength = m_reader.sequence(right).length;
    if (!leftLength || !rightLength)
        return std::unexpected(leftLength ? rightLength.error() : leftLength.error());
    if (*leftLength != *rightLength)
        return false;
    for (uint64_t first = 0; first < *leftLength; first += textChunk) {
        const auto leftText = m_reader.text(left, first, textChunk);
        const auto rightText = m_reader.text(right, first, textChunk);
        if (!leftText || !rightText)
            return std::unexpected(leftText ? rightText.error() : leftText.error());
        if (*leftText != *rightText)
            return false;
    }
    return true;
}

Result<bool> ValueCompare::equalInterfaces(const Value &left, const Value &right, unsigned depth) const
{
    // An interface and a value of a type with its methods can be compared too.
    const auto inner = [this](const Value &value) -> Result<std::optional<Value>> {
        if (value.type->kind != TypeKind::Interface)
            return std::optional(value);
        const auto descriptor = m_dynamic.descriptorIn(value);
        if (descriptor && descriptor->isNull())
            return std::nullopt;
        return m_dynamic.dynamicValue(value).transform([](Value data) { return std::optional(std::move(data)); });
    };
    const auto leftData = inner(left);
    const auto rightData = inner(right);
    if (!leftData || !rightData)
        return std::unexpected(leftData ? rightData.error() : leftData.error());
    if (!*leftData || !*rightData)
        return leftData->has_value() == rightData->has_value();
    Value a = **leftData;
    Value b = **rightData;
    for (Value *value : {&a, &b}) {
        // A constant takes its default type on the way into an interface.
        if (!value->type->name.starts_with("untyped "))
            continue;
        auto scalar = Scalar::of(m_reader, *value);
        static constexpr std::pair<std::string_view, std::string_view> defaults[]
            = {{"untyped bool", "bool"},          {"untyped int", "int"},
               {"untyped rune", "int32"},         {"untyped float", "float64"},
               {"untyped complex", "complex128"}, {"untyped string", "string"}};
        const auto found = std::ranges::find(defaults, value->type->name, [](const auto &row) { return row.first; });
        if (!scalar || found == std::end(defaults))
            return fail(ErrorCode::BadExpression, "can't compare with " + value->type->name);
        const auto typed = scalar->represented(m_reader.types().predeclared(found->second));
        if (!typed)
            return std::unexpected(typed.error());
        *value = typed->toValue();
    }
    if (a.type->name != b.type->name)
        return false;
    return equal(a, b, depth + 1);
}

Result<bool> ValueCompare::equal(const Value &left, const Value &right, unsigned depth) const
{
    if (left.error || right.error)
        return std::unexpected(left.error ? *left.error : *right.error);
    if (depth > maxDepth)
        return fail(ErrorCode::Limit, "nested too deep to be compared");
    if (isUntypedNil(left) && isUntypedNil(right))
        return fail(ErrorCode::BadExpression, "nil == nil has no type");
    if (isUntypedNil(right))
        return isNil(left);
    if (isUntypedNil(left))
        return isNil(right);
    const TypeKind kind = left.type->kind;
    if (kind == TypeKind::Interface || right.type->kind == TypeKind::Interface)
        return equalInterfaces(left, right, depth);
    const bool isConstant = left.type->name.starts_with("untyped ") || right.type->name.starts_with("untyped ");
    if (!isConstant && left.type->name != right.type->name) {
        return fail(ErrorCode::BadExpression, "mismatched types " + left.type->name + " and " + right.type->name);
    }
    switch (kind) {
    case TypeKind::String:
        if (right.type->kind == TypeKind::String)
            return equalStrings(left, right);
        break;
    case TypeKind::Pointer:
    case TypeKind::UnsafePointer:
    case TypeKind::Chan: {
        const auto a = m_reader.word(left);
        const auto b = m_reader.word(right);
        if (!a || !b)
            return std::unexpected(a ? b.error() : a.error());
        return *a == *b;
    }
    case TypeKind::Struct:
        for (const TypeField &field : left.type->fields) {
            if (field.name == "_")
                continue;
            const auto same = equal(m_reader.field(left, field), m_reader.field(right, field), depth + 1);
            if (!same || !*same)
                return same;
        }
        return true;
    case TypeKind::Array:
        if (left.type->count > maxElements)
            return fail(ErrorCode::Limit, "too many elements to be compared");
        for (uint64_t i = 0; i < left.type->count; ++i) {
            const auto same = equal(m_reader.element(left, i), m_reader.element(right, i), depth + 1);
            if (!same || !*same)
                return same;
        }
        return true;
    case TypeKind::Slice:
    case TypeKind::Map:
    case TypeKind::Func:
        return fail(ErrorCode::BadExpression, "a " + left.type->name + " can only be compared with nil");
    default: break;
    }
    const auto a = Scalar::of(m_reader, left);
    const auto b = Scalar::of(m_reader, right);
    if (!a || !b)
        return std::unexpected(a ? b.error() : a.error());
    return compared("==", *a, *b);
}

}
