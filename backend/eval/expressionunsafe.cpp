// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/expressionevaluator.h"

#include "backend/eval/expressionlexer.h"
#include "backend/eval/scalar.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

using Kind = Expression::Kind;
constexpr unsigned mostTypes = 2000; ///< looked at for one answer: damaged types may hold themselves

}

Result<std::optional<Value>> ExpressionEvaluator::unsafeCall(const Expression &node)
{
    const Expression &function = *node.children.front();
    const bool isUnsafe = function.kind == Kind::Selector && function.children.front()->kind == Kind::Identifier
        && function.children.front()->text == "unsafe" && !local("unsafe");
    const bool isOffset = function.text == "Offsetof";
    if (!isUnsafe || (!isOffset && function.text != "Sizeof" && function.text != "Alignof"))
        return std::nullopt;
    if (node.children.size() != 2)
        return badExpression("unsafe." + function.text + " takes one value", node.begin);
    const Expression &argument = *node.children[1];
    if (isOffset && argument.kind != Kind::Selector)
        return badExpression("unsafe.Offsetof takes a field: x.f", argument.begin);
    const auto value = evaluate(isOffset ? *argument.children.front() : argument);
    if (!value)
        return std::unexpected(value.error());
    const Type *type = value->type;
    if (type && type->name.starts_with("untyped "))
        type = m_reader.types().predeclared(defaultType(type->name));
    if (!type)
        return badExpression(textOf(argument) + " has no type", argument.begin);
    unsigned budget = mostTypes;
    if (!isOffset) {
        const auto number = function.text == "Sizeof" ? Result<uint64_t>(type->size) : alignmentOf(*type, budget);
        return number ? Result<std::optional<Value>>(constant("uintptr", Int128(*number)))
                      : std::unexpected(number.error());
    }
    if (type->kind == TypeKind::Pointer) {
        const auto pointee = m_reader.types().type(type->element);
        if (!pointee)
            return std::unexpected(pointee.error());
        type = *pointee;
    }
    const auto offset = offsetOf(*type, argument.text, budget);
    if (!offset)
        return badExpression(type->name + " has no field " + argument.text + " in it", argument.begin);
    return constant("uintptr", Int128(*offset));
}

/// Go cmd/compile/internal/types/size.go: as the widest part, on 64 bits up to 8.
Result<uint64_t> ExpressionEvaluator::alignmentOf(const Type &type, unsigned &budget) const
{
    if (budget == 0)
        return fail(ErrorCode::Limit, "the type holds too many others");
    --budget;
    constexpr uint64_t word = 8;
    if (type.kind == TypeKind::Array) {
        const auto element = m_reader.types().type(type.element);
        return element ? alignmentOf(**element, budget) : std::unexpected(element.error());
    }
    if (type.kind == TypeKind::Struct || type.kind == TypeKind::Union) {
        uint64_t widest = 1;
        for (const TypeField &field : type.fields) {
            const auto part = m_reader.types().type(field.type);
            const auto alignment = part ? alignmentOf(**part, budget) : std::unexpected(part.error());
            if (!alignment)
                return alignment;
            widest = std::max(widest, *alignment);
        }
        return widest;
    }
    const uint64_t whole = type.kind == TypeKind::Complex ? type.size / 2 : type.size;
    return std::clamp<uint64_t>(whole, 1, word);
}

std::optional<uint64_t> ExpressionEvaluator::offsetOf(const Type &type, std::string_view field, unsigned &budget) const
{
    if (budget == 0)
        return std::nullopt;
    --budget;
    const auto found = std::ranges::find(type.fields, field, &TypeField::name);
    if (found != type.fields.end())
        return found->offset;
    // Promoted: not through embedded pointers, where the field is in another place of memory.
    for (const TypeField &outer : type.fields) {
        const auto inner = outer.embedded ? m_reader.types().type(outer.type) : nullptr;
        if (!inner || (*inner)->kind != TypeKind::Struct)
            continue;
        if (const auto offset = offsetOf(**inner, field, budget))
            return outer.offset + *offset;
    }
    return std::nullopt;
}

}
