// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/expressionevaluator.h"

#include "backend/base/unicode.h"
#include "backend/eval/expressionlexer.h"
#include "backend/eval/scalar.h"

#include <cstring>

namespace Freezeframe
{

namespace
{

constexpr uint64_t maxConverted = 16 << 20; ///< bytes of text or of a slice that is made anew
constexpr char32_t replacement = 0xfffd;

bool isPointerLike(TypeKind kind)
{
    return kind == TypeKind::Pointer || kind == TypeKind::UnsafePointer;
}

bool isNumber(TypeKind kind)
{
    return kind == TypeKind::Int || kind == TypeKind::Uint || kind == TypeKind::Char || kind == TypeKind::Enum
        || kind == TypeKind::Float || kind == TypeKind::Complex;
}

bool isIntegral(TypeKind kind)
{
    return kind == TypeKind::Int || kind == TypeKind::Uint || kind == TypeKind::Char || kind == TypeKind::Enum;
}

void appendCharacter(std::string &out, Int128 number)
{
    auto point = static_cast<char32_t>(number < 0 || number > 0x10ffff ? Int128(replacement) : number);
    if (point >= 0xd800 && point < 0xe000)
        point = replacement;
    const auto tail = [&](int shift) { out += static_cast<char>(0x80 | ((point >> shift) & 0x3f)); };
    if (point < 0x80) {
        out += static_cast<char>(point);
    } else if (point < 0x800) {
        out += static_cast<char>(0xc0 | (point >> 6));
        tail(0);
    } else if (point < 0x10000) {
        out += static_cast<char>(0xe0 | (point >> 12));
        tail(6);
        tail(0);
    } else {
        out += static_cast<char>(0xf0 | (point >> 18));
        tail(12);
        tail(6);
        tail(0);
    }
}

Value stringValue(const Type *type, std::string text)
{
    Scalar scalar;
    scalar.type = type;
    scalar.content = std::move(text);
    return scalar.toValue();
}

Value sliceValue(const Type *type, std::vector<std::byte> contents, uint64_t count)
{
    const std::array<uint64_t, 3> header{0, count, count};
    const auto raw = std::as_bytes(std::span(header));
    Value value = valueOfBytes(type, std::vector<std::byte>(raw.begin(), raw.end()));
    value.contents = std::make_shared<const std::vector<std::byte>>(std::move(contents));
    return value;
}

/// Whether two types have the same form, so that a value of one can be read as one of the other.
bool sameForm(const Type &a, const Type &b)
{
    if (a.kind != b.kind || a.size != b.size || a.count != b.count || a.fields.size() != b.fields.size())
        return false;
    for (size_t i = 0; i < a.fields.size(); ++i) {
        if (a.fields[i].name != b.fields[i].name || a.fields[i].offset != b.fields[i].offset
            || a.fields[i].type != b.fields[i].type)
            return false;
    }
    return a.element == b.element && a.key == b.key;
}

}

Result<Value> ExpressionEvaluator::convert(Value value, const Type *target, const Expression &node)
{
    if (value.error)
        return std::unexpected(*value.error);
    const Type &source = *value.type;
    if (source.name == target->name) {
        value.type = target;
        return value;
    }
    if (isPointerLike(target->kind))
        return convertToPointer(value, target, node);
    if (isPointerLike(source.kind) && isIntegral(target->kind) && target->size == 8) {
        const auto address = m_reader.word(value);
        if (!address)
            return std::unexpected(address.error());
        Scalar number;
        number.type = target;
        number.content = Int128(*address);
        return number.toValue();
    }
    if (target->kind == TypeKind::String)
        return convertToString(value, target, node);
    if (target->kind == TypeKind::Slice && source.kind == TypeKind::String)
        return convertToSlice(value, target, node);
    const bool areNumbers = isNumber(source.kind) && isNumber(target->kind);
    if (areNumbers || (source.kind == TypeKind::Bool && target->kind == TypeKind::Bool)) {
        const auto scalar = Scalar::of(m_reader, value);
        const auto result = scalar ? scalar->converted(target) : std::unexpected(scalar.error());
        return result ? Result<Value>(result->toValue()) : at(result.error(), node);
    }
    if (source.name == "untyped nil" && target->size <= 3 * sizeof(uint64_t))
        return valueOfBytes(target, std::vector<std::byte>(target->size));
    if (sameForm(source, *target)) {
        value.type = target;
        return value;
    }
    return badExpression("can't convert a value of type " + source.name + " to " + target->name, node.begin);
}

Result<Value> ExpressionEvaluator::convertToPointer(const Value &value, const Type *target, const Expression &node)
{
    Result<uint64_t> address = 0;
    if (isPointerLike(value.type->kind) || value.type->kind == TypeKind::Func || value.type->kind == TypeKind::Map
        || value.type->kind == TypeKind::Chan) {
        address = m_reader.word(value);
    } else if (isIntegral(value.type->kind)) {
        address = m_reader.integer(value).transform([](Int128 number) { return static_cast<uint64_t>(number); });
    } else {
        return badExpression("can't convert a value of type " + value.type->name + " to " + target->name, node.begin);
    }
    if (!address)
        return std::unexpected(address.error());
    std::vector<std::byte> bytes(sizeof(uint64_t));
    std::memcpy(bytes.data(), &*address, bytes.size());
    Value pointer = valueOfBytes(target, std::move(bytes));
    pointer.isAddressOnly = value.isAddressOnly || isIntegral(value.type->kind);
    return pointer;
}

Result<Value> ExpressionEvaluator::convertToString(const Value &value, const Type *target, const Expression &node)
{
    if (value.type->kind == TypeKind::String) {
        Value renamed = value;
        renamed.type = target;
        return renamed;
    }
    std::string text;
    if (isIntegral(value.type->kind)) {
        const auto number = m_reader.integer(value);
        if (!number)
            return std::unexpected(number.error());
        appendCharacter(text, *number);
        return stringValue(target, std::move(text));
    }
    const bool isSequence = value.type->kind == TypeKind::Slice || value.type->kind == TypeKind::Array;
    const auto element
        = isSequence ? m_reader.types().type(value.type->element) : Result<const Type *>(fail(ErrorCode::NotFound, {}));
    const bool isBytes = element && (*element)->size == 1 && isIntegral((*element)->kind);
    const bool isRunes = element && (*element)->size == 4 && (*element)->kind == TypeKind::Int;
    if (!isBytes && !isRunes)
        return badExpression("can't convert a value of type " + value.type->name + " to " + target->name, node.begin);
    if (isBytes && value.type->kind == TypeKind::Slice) {
        // The same bytes under another header: nothing needs to be read, however long it is.
        const auto header = m_reader.bytes(value, 0, 2 * sizeof(uint64_t));
        if (!header)
            return std::unexpected(header.error());
        Value renamed = valueOfBytes(target, *header);
        renamed.contents = value.contents;
        return renamed;
    }
    const auto length = m_reader.sequence(value).length;
    if (!length)
        return std::unexpected(length.error());
    if (*length > maxConverted / (*element)->size)
        return badExpression("too long to be converted", node.begin);
    for (uint64_t i = 0; i < *length; ++i) {
        const auto number = m_reader.integer(m_reader.element(value, i));
        if (!number)
            return std::unexpected(number.error());
        if (isBytes)
            text += static_cast<char>(*number);
        else
            appendCharacter(text, *number);
    }
    return stringValue(target, std::move(text));
}

Result<Value> ExpressionEvaluator::convertToSlice(const Value &value, const Type *target, const Expression &node)
{
    const auto element = m_reader.types().type(target->element);
    const bool isBytes = element && (*element)->size == 1 && isIntegral((*element)->kind);
    const bool isRunes = element && (*element)->size == 4 && (*element)->kind == TypeKind::Int;
    if (!isBytes && !isRunes)
        return badExpression("can't convert a value of type " + value.type->name + " to " + target->name, node.begin);
    const auto length = m_reader.sequence(value).length;
    if (!length)
        return std::unexpected(length.error());
    if (isBytes) {
        const auto header = m_reader.bytes(value, 0, 2 * sizeof(uint64_t));
        if (!header)
            return std::unexpected(header.error());
        std::vector<std::byte> bytes = *header;
        bytes.insert(bytes.end(), header->begin() + sizeof(uint64_t), header->end()); // cap is len
        Value slice = valueOfBytes(target, std::move(bytes));
        slice.contents = value.contents;
        return slice;
    }
    const auto text = *length > maxConverted
        ? Result<std::string>(badExpression("too long to be converted", node.begin))
        : m_reader.text(value, 0, *length);
    if (!text)
        return std::unexpected(text.error());
    std::vector<std::byte> runes;
    uint64_t count = 0;
    for (std::string_view rest = *text; !rest.empty(); ++count) {
        const DecodedCharacter character = decodeUtf8(rest);
        const char32_t point = character.isValid ? character.point : replacement;
        const auto raw = std::as_bytes(std::span(&point, 1));
        runes.insert(runes.end(), raw.begin(), raw.end());
        rest.remove_prefix(character.length);
    }
    return sliceValue(target, std::move(runes), count);
}

}
