// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/expressionevaluator.h"

#include "backend/eval/evaluator.h"
#include "backend/eval/expressionlexer.h"
#include "backend/eval/numbertext.h"
#include "backend/eval/scalar.h"
#include "backend/eval/valueparts.h"

#include <cmath>
#include <cstring>

namespace Freezeframe
{

namespace
{

constexpr uint64_t mapPage = 512; ///< entries looked at in one go
constexpr uint64_t maxMapErrors = 64; ///< keys that can't be read before a lookup gives up

}

Result<uint64_t> ExpressionEvaluator::indexNumber(const Expression &node)
{
    const auto value = evaluate(node);
    if (!value)
        return std::unexpected(value.error());
    const auto scalar = Scalar::of(m_reader, *value);
    if (!scalar)
        return at(scalar.error(), node);
    Scalar number = *scalar;
    if (number.isUntyped() && !number.isInteger()) {
        const auto whole = number.represented(m_reader.types().predeclared("untyped int"));
        if (!whole)
            return at(whole.error(), node);
        number = *whole;
    }
    const auto *integer = std::get_if<Int128>(&number.content);
    if (!integer)
        return badExpression("an index is an integer, not a " + number.type->name, node.begin);
    if (*integer < 0)
        return badExpression("index " + integerText(*integer) + " is negative", node.begin);
    if (*integer > Int128(INT64_MAX))
        return badExpression("index " + integerText(*integer) + " is out of range", node.begin);
    return static_cast<uint64_t>(*integer);
}

Result<Value> ExpressionEvaluator::withArrayBehind(Value value) const
{
    if (value.error || value.type->kind != TypeKind::Pointer || !value.type->isGo)
        return value;
    const auto element = m_reader.types().type(value.type->element);
    if (!element)
        return std::unexpected(element.error());
    switch ((*element)->kind) {
    case TypeKind::Array:
    case TypeKind::Slice:
    case TypeKind::String:
    case TypeKind::Map: return m_reader.pointee(value);
    case TypeKind::Struct:
        return Followed::kindOf(**element) == Followed::Kind::Map ? m_reader.pointee(value) : Result<Value>(value);
    default: return value;
    }
}

Result<Value> ExpressionEvaluator::index(const Expression &node)
{
    const Expression &left = *node.children.front();
    if (node.children.size() > 2)
        return badExpression("one index only", node.children[2]->begin);
    auto operand = evaluate(left);
    if (operand)
        operand = followed(std::move(*operand));
    if (operand)
        operand = withArrayBehind(std::move(*operand));
    if (!operand)
        return operand;
    if (operand->error)
        return std::unexpected(*operand->error);
    if (operand->type->kind == TypeKind::Map)
        return mapElement(*operand, *node.children[1]);
    if (Followed::kindOf(*operand->type) == Followed::Kind::Map)
        return syncMapElement(*operand, *node.children[1]);
    if (isGoroutineLabels(*operand))
        return labelValue(*operand, *node.children[1]);
    const bool isCPointer = operand->type->kind == TypeKind::Pointer && !operand->type->isGo;
    const bool isSequence = operand->type->kind == TypeKind::Slice || operand->type->kind == TypeKind::Array
        || operand->type->kind == TypeKind::String;
    if (!isCPointer && !isSequence)
        return badExpression(textOf(left) + " (type " + operand->type->name + ") has no elements", node.begin);
    const auto number = indexNumber(*node.children[1]);
    if (!number)
        return std::unexpected(number.error());
    if (isSequence) {
        const auto length = m_reader.sequence(*operand).length;
        if (!length)
            return std::unexpected(length.error());
        if (*number >= *length) {
            return badExpression("index " + std::to_string(*number) + " is out of range: " + textOf(left)
                                     + " has length " + std::to_string(*length),
                                 node.children[1]->begin);
        }
    }
    Value element = m_reader.element(*operand, *number);
    element.name = textOf(node);
    if (element.error)
        return std::unexpected(*element.error);
    return element;
}

Result<Value> ExpressionEvaluator::mapElement(const Value &map, const Expression &node)
{
    const auto keyType = m_reader.types().type(map.type->key);
    if (!keyType)
        return std::unexpected(keyType.error());
    auto key = evaluate(node);
    if (!key)
        return key;
    if (key->error)
        return std::unexpected(*key->error);
    if (key->type->name.starts_with("untyped ") && (*keyType)->kind != TypeKind::Interface
        && key->type->name != "untyped nil") {
        const auto scalar = Scalar::of(m_reader, *key);
        const auto typed = scalar ? scalar->represented(*keyType) : std::unexpected(scalar.error());
        if (!typed)
            return at(typed.error(), node);
        key = typed->toValue();
    }
    const auto total = m_context.containers.mapCount(map);
    if (!total)
        return std::unexpected(total.error());
    std::optional<Error> unreadable;
    uint64_t errors = 0;
    for (uint64_t first = 0; first < *total; first += mapPage) {
        auto page = m_context.containers.mapEntries(map, first, mapPage);
        if (!page)
            return std::unexpected(page.error());
        for (Containers::Entry &entry : page->entries) {
            const auto same = m_compare.equal(*key, entry.key);
            if (same && *same) {
                entry.element.name = '[' + textOf(node) + ']';
                return std::move(entry.element);
            }
            if (!same && same.error().code == ErrorCode::BadExpression)
                return at(same.error(), node);
            if (!same && ++errors > maxMapErrors)
                return std::unexpected(same.error());
            if (!same)
                unreadable = same.error();
        }
        if (page->damage)
            return std::unexpected(*page->damage);
    }
    if (unreadable)
        return std::unexpected(*unreadable);
    return badExpression("key " + textOf(node) + " is not in the map", node.begin);
}

/// A label that the goroutine does not have is empty, as of a map in Go: conditions over all of them ask for it.
Result<Value> ExpressionEvaluator::labelValue(const Value &labels, const Expression &node)
{
    const auto key = evaluate(node);
    const auto scalar = key ? Scalar::of(m_reader, *key) : std::unexpected(key.error());
    const auto *text = scalar ? std::get_if<std::string>(&scalar->content) : nullptr;
    if (!text)
        return scalar ? badExpression("labels are looked up by a text", node.begin) : std::unexpected(scalar.error());
    for (size_t i = 0; i < labels.parts->size(); ++i) {
        const Value label = labels.parts->at(i);
        const auto name = Scalar::of(m_reader, label.parts->at(0));
        if (name && std::get<std::string>(name->content) == *text)
            return label.parts->at(1);
    }
    Scalar none;
    none.type = m_reader.types().predeclared("string");
    none.content = std::string();
    return none.toValue();
}

Result<Value> ExpressionEvaluator::syncMapElement(const Value &map, const Expression &node)
{
    const auto key = evaluate(node);
    if (!key)
        return key;
    if (key->error)
        return std::unexpected(*key->error);
    const auto total = m_context.followed.count(map);
    if (!total)
        return std::unexpected(total.error());
    std::optional<Error> unreadable;
    for (uint64_t first = 0; first < *total; first += mapPage) {
        const auto page = m_context.followed.entries(map, first, mapPage);
        if (!page)
            return std::unexpected(page.error());
        for (const Containers::Entry &entry : page->entries) {
            const auto same = m_compare.equal(*key, entry.key);
            if (same && *same) {
                Value element = entry.element;
                element.name = '[' + textOf(node) + ']';
                return element;
            }
            if (!same && same.error().code == ErrorCode::BadExpression)
                return at(same.error(), node);
            if (!same)
                unreadable = same.error();
        }
        if (page->damage)
            unreadable = page->damage;
    }
    if (unreadable)
        return std::unexpected(*unreadable);
    return badExpression("key " + textOf(node) + " is not in the map", node.begin);
}

Result<Value> ExpressionEvaluator::followed(Value value) const
{
    if (value.error || !value.type)
        return value;
    const Followed::Kind kind = Followed::kindOf(*value.type);
    if (kind == Followed::Kind::None || kind == Followed::Kind::Map)
        return value;
    return m_context.followed.inner(value);
}

Result<std::optional<Value>> ExpressionEvaluator::wrapperCall(const Expression &node)
{
    const Expression &function = *node.children.front();
    if (function.kind != Expression::Kind::Selector || (function.text != "Load" && function.text != "Value"))
        return std::nullopt;
    const Expression &left = *function.children.front();
    const bool isPackage = left.kind == Expression::Kind::String
        || (left.kind == Expression::Kind::Identifier && !local(left.text)
            && m_context.names.packageMember(left.text, function.text));
    auto operand = isPackage ? Result<Value>(fail(ErrorCode::NotFound, {})) : evaluate(left);
    if (operand && !operand->error && operand->type->kind == TypeKind::Pointer)
        operand = m_reader.pointee(*operand);
    if (!operand || operand->error || !operand->type)
        return std::nullopt;
    const Followed::Kind kind = Followed::kindOf(*operand->type);
    if (kind == Followed::Kind::Map && function.text == "Load") {
        if (node.children.size() != 2)
            return badExpression("Load of a sync.Map takes one key", node.begin);
        return syncMapElement(*operand, *node.children[1]).transform([](Value value) { return std::optional(value); });
    }
    if (Followed::methodOf(kind) != function.text)
        return std::nullopt;
    if (node.children.size() != 1)
        return badExpression(function.text + " takes no value", node.begin);
    return m_context.followed.inner(*operand).transform([](Value value) { return std::optional(value); });
}

Result<Value> ExpressionEvaluator::slice(const Expression &node)
{
    const Expression &left = *node.children.front();
    auto operand = evaluate(left);
    if (operand)
        operand = followed(std::move(*operand));
    if (operand)
        operand = withArrayBehind(std::move(*operand));
    if (!operand)
        return operand;
    if (operand->error)
        return std::unexpected(*operand->error);
    std::array<std::optional<uint64_t>, 3> bounds;
    for (size_t i = 1; i < node.children.size(); ++i) {
        if (!node.children[i])
            continue;
        const auto number = indexNumber(*node.children[i]);
        if (!number)
            return std::unexpected(number.error());
        bounds[i - 1] = *number;
    }
    const auto [low, high, end] = bounds;
    auto result = sliced(*operand, {.low = low.value_or(0), .high = high, .end = end}, node);
    if (result)
        result->name = textOf(node);
    return result;
}

Result<Value> ExpressionEvaluator::sliced(const Value &value, const Bounds &bounds, const Expression &node)
{
    const auto &[low, high, capacityEnd] = bounds;
    if (capacityEnd && (value.type->kind == TypeKind::Map || value.type->kind == TypeKind::String))
        return badExpression(textOf(*node.children.front()) + " (type " + value.type->name + ") takes two indexes",
                             node.begin);
    if (value.type->kind == TypeKind::Map) {
        if (high)
            return badExpression("a map is sliced from a number of entries on, to its end", node.begin);
        const auto count = m_context.containers.mapCount(value);
        if (!count)
            return std::unexpected(count.error());
        if (low > *count)
            return badExpression("the map has only " + std::to_string(*count) + " entries", node.begin);
        Value rest = value;
        rest.firstEntry += low;
        return rest;
    }
    const bool isCPointer = value.type->kind == TypeKind::Pointer && !value.type->isGo;
    const bool isString = value.type->kind == TypeKind::String;
    const bool isArray = value.type->kind == TypeKind::Array;
    if (!isCPointer && !isString && !isArray && value.type->kind != TypeKind::Slice)
        return badExpression(textOf(*node.children.front()) + " (type " + value.type->name + ") can't be sliced",
                             node.begin);
    if (isArray && value.bytes)
        return badExpression(textOf(*node.children.front()) + " has no address", node.begin);
    uint64_t base = value.address.value;
    uint64_t capacity = isCPointer ? uint64_t(INT64_MAX) : value.type->count;
    uint64_t length = isCPointer ? low : value.type->count;
    if (isCPointer) {
        const auto pointer = m_reader.word(value);
        if (!pointer)
            return std::unexpected(pointer.error());
        base = *pointer;
    } else if (!isArray) {
        const ValueReader::Sequence parts = m_reader.sequence(value);
        if (!parts.base || !parts.length || !parts.capacity) {
            return std::unexpected(!parts.base         ? parts.base.error()
                                       : !parts.length ? parts.length.error()
                                                       : parts.capacity.error());
        }
        base = parts.base->value;
        length = *parts.length;
        capacity = isString ? length : *parts.capacity;
    }
    if (capacityEnd && *capacityEnd > capacity)
        return badExpression("slice [::" + std::to_string(*capacityEnd) + "] is out of range: capacity "
                                 + std::to_string(capacity),
                             node.begin);
    capacity = capacityEnd.value_or(capacity);
    if (value.parts)
        capacity = std::min<uint64_t>(capacity, value.parts->size());
    const uint64_t end = high.value_or(length);
    if (low > end || end > capacity) {
        return badExpression("slice [" + std::to_string(low) + ':' + std::to_string(end)
                                 + "] is out of range: capacity " + std::to_string(capacity),
                             node.begin);
    }
    const auto element = isString ? Result<const Type *>(m_reader.types().predeclared("uint8"))
                                  : m_reader.types().type(value.type->element);
    if (!element)
        return std::unexpected(element.error());
    const Type *type = isArray || isCPointer ? m_reader.types().sliceOf(*element) : value.type;
    // Go does not move the pointer of an empty rest: it would point behind the memory.
    const uint64_t newCapacity = isCPointer && !capacityEnd ? end - low : capacity - low;
    const std::array<uint64_t, 3> header{newCapacity == 0 ? base : base + low * (*element)->size, end - low,
                                         newCapacity};
    std::vector<std::byte> bytes(type->size);
    std::memcpy(bytes.data(), header.data(), std::min(bytes.size(), sizeof(header)));
    Value result = valueOfBytes(type, std::move(bytes));
    result.contents = value.contents;
    if (value.parts)
        result.parts = std::make_shared<PartsRange>(value.parts, low, end - low);
    return result;
}

}
