// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/expressionevaluator.h"

#include "backend/base/text.h"
#include "backend/eval/expressionlexer.h"
#include "backend/eval/scalar.h"
#include "backend/eval/valueparts.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

using Kind = Expression::Kind;
constexpr uint64_t mostElements = 100'000; ///< of an array: [1000000000]int{} is short to write

}

Result<Value> ExpressionEvaluator::composite(const Expression &node)
{
    const Expression *typeNode = node.children.front().get();
    if (!typeNode)
        return badExpression("a list without a type", node.begin);
    const auto type = typeOf(*typeNode);
    if (!type) {
        m_isHopeless = true;
        return std::unexpected(type.error());
    }
    return compositeOf(**type, node);
}

Result<Value> ExpressionEvaluator::compositePart(const Type &type, const Expression &node)
{
    if (node.kind == Kind::Composite && !node.children.front())
        return compositeOf(type, node);
    auto value = evaluate(node);
    if (!value || value->error)
        return value ? std::unexpected(*value->error) : std::move(value);
    const std::string &given = value->type->name;
    if (given == type.name)
        return value;
    if (given == "untyped nil" && type.size <= 3 * sizeof(uint64_t))
        return convert(std::move(*value), &type, node);
    if (type.kind == TypeKind::Interface)
        return value; // compares as what is in the interface
    if (given.starts_with("untyped ")) {
        const auto scalar = Scalar::of(m_reader, *value);
        const auto typed = scalar ? scalar->represented(&type) : std::unexpected(scalar.error());
        return typed ? Result<Value>(typed->toValue()) : at(typed.error(), node);
    }
    return badExpression(textOf(node) + " is a " + given + ", not a " + type.name, node.begin);
}

/// Puts parts together: also as bytes, as far as those that are not in the core have any.
Value ExpressionEvaluator::packed(const Type &type, std::vector<Value> parts) const
{
    const bool isSlice = type.kind == TypeKind::Slice;
    const auto element = isSlice ? m_reader.types().type(type.element) : Result<const Type *>(nullptr);
    const uint64_t stride = isSlice && element ? (*element)->size : 0;
    std::vector<std::byte> bytes(isSlice ? stride * parts.size() : type.size);
    std::vector<std::pair<uint64_t, uint64_t>> missing;
    for (size_t i = 0; i < parts.size(); ++i) {
        const uint64_t size = parts[i].type ? parts[i].type->size : 0;
        const uint64_t offset = type.kind == TypeKind::Struct ? type.fields[i].offset : i * (isSlice ? stride : size);
        const auto raw = parts[i].contents ? Result<std::vector<std::byte>>(std::vector<std::byte>())
                                           : m_reader.bytes(parts[i], 0, size);
        if (raw && raw->size() == size && offset + size <= bytes.size())
            std::ranges::copy(*raw, bytes.begin() + static_cast<ptrdiff_t>(offset));
        else if (size > 0)
            missing.emplace_back(offset, offset + size); // a text that is nowhere: only its part tells of it
    }
    auto kept = std::make_shared<KeptParts>(std::move(parts));
    if (isSlice) {
        Value list = listOf(&type, std::move(kept));
        if (missing.empty())
            list.contents = std::make_shared<const std::vector<std::byte>>(std::move(bytes));
        return list;
    }
    Value value = valueOfBytes(&type, std::move(bytes));
    value.parts = std::move(kept);
    value.missing = std::move(missing);
    return value;
}

Result<Value> ExpressionEvaluator::zeroOf(const Type &type)
{
    if (type.size > mostElements * sizeof(uint64_t))
        return fail(ErrorCode::Limit, "a " + type.name + " is too large to be made here");
    return valueOfBytes(&type, std::vector<std::byte>(type.size));
}

Result<Value> ExpressionEvaluator::compositeOf(const Type &type, const Expression &node)
{
    const bool isStruct = type.kind == TypeKind::Struct;
    if (type.kind == TypeKind::Map || type.kind == TypeKind::Pointer)
        return badExpression("a core can't be changed: no new " + type.name, node.begin);
    if (!isStruct && type.kind != TypeKind::Slice && type.kind != TypeKind::Array)
        return badExpression("a " + type.name + " is not made of parts", node.begin);
    const auto element = isStruct ? Result<const Type *>(nullptr) : m_reader.types().type(type.element);
    if (!element)
        return std::unexpected(element.error());
    std::vector<Value> parts;
    const size_t given = node.children.size() - 1;
    uint64_t known = isStruct ? type.fields.size() : type.kind == TypeKind::Array ? type.count : given;
    if (known > mostElements)
        return badExpression("too many elements", node.begin);
    const bool hasNames = given > 0 && node.children[1]->kind == Kind::Pair;
    if (isStruct && given > 0 && !hasNames && given != known)
        return badExpression(type.name + " has " + std::to_string(known) + " fields, not " + std::to_string(given),
                             node.begin);
    const auto add = [&](uint64_t index, const Expression &part) -> Result<void> {
        const auto partType = isStruct ? m_reader.types().type(type.fields[index].type) : element;
        if (!partType)
            return std::unexpected(partType.error());
        auto value = compositePart(**partType, part);
        if (!value)
            return std::unexpected(value.error());
        while (parts.size() <= index) {
            const auto holeType = isStruct ? m_reader.types().type(type.fields[parts.size()].type) : element;
            auto zero = holeType ? zeroOf(**holeType) : std::unexpected(holeType.error());
            if (!zero)
                return std::unexpected(zero.error());
            parts.push_back(std::move(*zero));
        }
        parts[index] = std::move(*value);
        return {};
    };
    uint64_t next = 0;
    for (size_t i = 1; i <= given; ++i) {
        const Expression &part = *node.children[i];
        const bool isPair = part.kind == Kind::Pair;
        if (isStruct && isPair != hasNames)
            return badExpression("either all fields have names, or none", part.begin);
        if (isPair && isStruct) {
            const Expression &name = *part.children[0];
            const auto field = std::ranges::find(type.fields, name.text, &TypeField::name);
            if (name.kind != Kind::Identifier || field == type.fields.end())
                return badExpression(type.name + " has no field " + textOf(name), name.begin);
            next = static_cast<uint64_t>(field - type.fields.begin());
        } else if (isPair) {
            const auto number = indexNumber(*part.children[0]);
            if (!number)
                return std::unexpected(number.error());
            next = *number;
            if (type.kind == TypeKind::Slice)
                known = std::max(known, next + 1);
        }
        if (next >= known || next >= mostElements)
            return badExpression("index " + std::to_string(next) + " is out of range", part.begin);
        const auto added = add(next++, isPair ? *part.children[1] : part);
        if (!added)
            return std::unexpected(added.error());
    }
    const uint64_t whole = type.kind == TypeKind::Slice ? parts.size() : known;
    while (parts.size() < whole) {
        const auto holeType = isStruct ? m_reader.types().type(type.fields[parts.size()].type) : element;
        auto zero = holeType ? zeroOf(**holeType) : std::unexpected(holeType.error());
        if (!zero)
            return zero;
        parts.push_back(std::move(*zero));
    }
    return packed(type, std::move(parts));
}

}
