// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/valuereader.h"

#include "backend/base/bytereader.h"
#include "backend/eval/valueparts.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

constexpr uint64_t pointerSize = 8;
/// The largest value read in one piece: a struct or array of this size is read by its parts.
constexpr uint64_t maxValueBytes = mostTextBytes;

bool overlaps(const Value &value, uint64_t offset, uint64_t size)
{
    return std::ranges::any_of(value.missing,
                               [&](const auto &range) { return range.first < offset + size && offset < range.second; });
}

/// A bit field is a Value whose name and type are the member's and whose bytes are the bits alone.
Value bitField(Value value, uint64_t raw, const TypeField &field)
{
    raw >>= field.bitOffset;
    if (field.bitSize < 64)
        raw &= (uint64_t(1) << field.bitSize) - 1;
    const bool isSigned = value.type->kind == TypeKind::Int || value.type->kind == TypeKind::Char;
    if (isSigned && field.bitSize > 0 && field.bitSize < 64 && (raw >> (field.bitSize - 1)) != 0)
        raw |= ~uint64_t(0) << field.bitSize;
    std::vector<std::byte> bytes(std::min<uint64_t>(value.type->size, pointerSize));
    std::memcpy(bytes.data(), &raw, bytes.size());
    value.address = {};
    value.bytes = std::make_shared<const std::vector<std::byte>>(std::move(bytes));
    return value;
}

}

Error optimizedOut()
{
    return {.code = ErrorCode::OptimizedOut, .message = "optimised out"};
}

Value valueOfBytes(const Type *type, std::vector<std::byte> bytes, std::string name)
{
    Value value;
    value.name = std::move(name);
    value.type = type;
    value.bytes = std::make_shared<const std::vector<std::byte>>(std::move(bytes));
    return value;
}

Result<std::vector<std::byte>> ValueReader::bytes(const Value &value, uint64_t offset, uint64_t size) const
{
    if (value.error)
        return std::unexpected(*value.error);
    if (size > maxValueBytes)
        return fail(ErrorCode::Limit, "too large to be read at once: " + std::to_string(size) + " bytes");
    std::vector<std::byte> out(size);
    if (size == 0)
        return out;
    if (value.bytes) {
        if (overlaps(value, offset, size))
            return std::unexpected(optimizedOut());
        if (offset > value.bytes->size() || value.bytes->size() - offset < size)
            return fail(ErrorCode::BadFormat, "the value has fewer bytes than its type");
        std::copy_n(value.bytes->begin() + static_cast<ptrdiff_t>(offset), size, out.begin());
        return out;
    }
    if (auto done = m_memory.read(value.address + offset, out); !done)
        return std::unexpected(std::move(done.error()));
    return out;
}

Result<uint64_t> ValueReader::word(const Value &value, uint64_t offset, uint64_t size) const
{
    if (size == 0 || size > pointerSize)
        return fail(ErrorCode::BadFormat, "a number of " + std::to_string(size) + " bytes");
    const auto raw = bytes(value, offset, size);
    if (!raw)
        return std::unexpected(raw.error());
    uint64_t number = 0;
    std::memcpy(&number, raw->data(), size);
    return number;
}

Result<Int128> ValueReader::integer(const Value &value) const
{
    if (value.error)
        return std::unexpected(*value.error);
    const uint64_t size = value.type->size;
    const bool isSigned
        = value.type->kind == TypeKind::Int || value.type->kind == TypeKind::Char || value.type->kind == TypeKind::Enum;
    if (size == sizeof(Int128)) {
        const auto raw = bytes(value, 0, size);
        if (!raw)
            return std::unexpected(raw.error());
        Int128 number = 0;
        std::memcpy(&number, raw->data(), size);
        return number;
    }
    const auto raw = word(value, 0, size);
    if (!raw)
        return std::unexpected(raw.error());
    if (!isSigned)
        return Int128(*raw);
    const unsigned shift = 64 - static_cast<unsigned>(size) * 8;
    return Int128(static_cast<int64_t>(*raw << shift) >> shift);
}

Result<double> ValueReader::floating(const Value &value) const
{
    if (value.error)
        return std::unexpected(*value.error);
    const uint64_t size = value.type->size;
    const auto raw = bytes(value, 0, size);
    if (!raw)
        return std::unexpected(raw.error());
    if (size == sizeof(float))
        return *loadAt<float>(*raw, 0);
    if (size == sizeof(double))
        return *loadAt<double>(*raw, 0);
#ifdef __x86_64__
    if (size == sizeof(long double))
        return static_cast<double>(*loadAt<long double>(*raw, 0));
#endif
    return fail(ErrorCode::Unsupported, "a floating-point number of " + std::to_string(size) + " bytes");
}

Result<std::complex<double>> ValueReader::complex(const Value &value) const
{
    if (value.error)
        return std::unexpected(*value.error);
    const auto raw = bytes(value, 0, value.type->size);
    if (!raw)
        return std::unexpected(raw.error());
    if (raw->size() == 2 * sizeof(float))
        return std::complex<double>(*loadAt<float>(*raw, 0), *loadAt<float>(*raw, sizeof(float)));
    if (raw->size() == 2 * sizeof(double))
        return std::complex<double>(*loadAt<double>(*raw, 0), *loadAt<double>(*raw, sizeof(double)));
    return fail(ErrorCode::Unsupported, "a complex number of " + std::to_string(raw->size()) + " bytes");
}

bool ValueReader::isCString(const Type &type) const
{
    if (type.isGo || type.kind != TypeKind::Pointer || !type.element)
        return false;
    const auto element = m_types.type(type.element);
    return element && (*element)->kind == TypeKind::Char;
}

ValueReader::Sequence ValueReader::sequence(const Value &value) const
{
    Sequence result;
    if (value.error) {
        result.base = std::unexpected(*value.error);
        result.length = result.capacity = std::unexpected(*value.error);
        return result;
    }
    if (value.type->kind == TypeKind::Array) {
        result.base = value.address;
        result.length = result.capacity = value.type->count;
        return result;
    }
    result.base = word(value).transform([](uint64_t base) { return Address{base}; });
    result.length = word(value, pointerSize);
    result.capacity = value.type->kind == TypeKind::Slice ? word(value, 2 * pointerSize) : result.length;
    constexpr uint64_t impossible = uint64_t(1) << 63;
    if (result.length && *result.length >= impossible) {
        result.length
            = fail(ErrorCode::BadFormat, "impossible length " + std::to_string(static_cast<int64_t>(*result.length)));
    }
    if (result.length && result.capacity && *result.length > *result.capacity) {
        result.length = fail(ErrorCode::BadFormat,
                             "impossible length " + std::to_string(*result.length) + " with capacity "
                                 + std::to_string(*result.capacity));
    }
    return result;
}

Result<std::string> ValueReader::text(const Value &value, uint64_t first, uint64_t count) const
{
    if (value.error)
        return std::unexpected(*value.error);
    if (isCString(*value.type)) {
        const auto pointer = word(value);
        if (!pointer)
            return std::unexpected(pointer.error());
        return m_memory.readCString(Address{*pointer} + first, count);
    }
    const Sequence parts = sequence(value);
    if (!parts.length)
        return std::unexpected(parts.length.error());
    if (!parts.base)
        return std::unexpected(parts.base.error());
    if (first >= *parts.length)
        return std::string();
    count = std::min(count, *parts.length - first);
    if (count > maxValueBytes)
        return fail(ErrorCode::Limit, "more than can be read at once: " + std::to_string(count) + " bytes");
    Value content = value;
    content.address = *parts.base;
    if (value.type->kind != TypeKind::Array) {
        content.bytes = value.contents;
        content.missing.clear();
    }
    if (value.contents)
        first += parts.base->value;
    const auto raw = bytes(content, first, count);
    if (!raw)
        return std::unexpected(raw.error());
    return std::string(reinterpret_cast<const char *>(raw->data()), raw->size());
}

Result<std::string> ValueReader::goString(const Value &value, uint64_t limit) const
{
    const Sequence parts = sequence(value);
    if (!parts.length)
        return std::unexpected(parts.length.error());
    if (*parts.length > limit)
        return fail(ErrorCode::Limit, "a string of " + std::to_string(*parts.length) + " bytes is too long here");
    return text(value, 0, *parts.length);
}

Value ValueReader::at(const Type *type, Address address, std::string name) const
{
    Value value;
    value.name = std::move(name);
    value.type = type;
    value.address = address;
    return value;
}

Value ValueReader::at(TypeRef type, Address address, std::string name) const
{
    const auto known = m_types.type(type);
    Value value = at(known ? *known : nullptr, address, std::move(name));
    if (!known)
        value.error = known.error();
    return value;
}

Value ValueReader::part(const Value &whole, const Type *type, uint64_t offset, std::string name) const
{
    Value value = at(type, {}, std::move(name));
    value.error = whole.error;
    if (whole.error)
        return value;
    if (!whole.bytes) {
        value.address = whole.address + offset;
        return value;
    }
    const uint64_t size = type->size;
    if (offset > whole.bytes->size() || whole.bytes->size() - offset < size) {
        value.error = Error{.code = ErrorCode::BadFormat, .message = "lies outside of the value it is part of"};
        return value;
    }
    for (const auto &[begin, end] : whole.missing) {
        const uint64_t low = std::max(begin, offset);
        const uint64_t high = std::min(end, offset + size);
        if (low >= high)
            continue;
        value.missing.emplace_back(low - offset, high - offset);
        if (high - low == size)
            value.error = optimizedOut();
    }
    const auto first = whole.bytes->begin() + static_cast<ptrdiff_t>(offset);
    value.bytes = std::make_shared<const std::vector<std::byte>>(first, first + static_cast<ptrdiff_t>(size));
    return value;
}

Value ValueReader::field(const Value &whole, const TypeField &field) const
{
    if (whole.parts) {
        const auto found = std::ranges::find(whole.type->fields, field.name, &TypeField::name);
        Value part = whole.parts->at(static_cast<size_t>(found - whole.type->fields.begin()));
        part.name = field.name;
        return part;
    }
    const auto type = m_types.type(field.type);
    if (!type) {
        Value value;
        value.name = field.name;
        value.error = type.error();
        return value;
    }
    if (field.bitSize == 0)
        return part(whole, *type, field.offset, field.name);
    Value value = at(*type, {}, field.name);
    const uint64_t size = std::clamp<uint64_t>((field.bitOffset + field.bitSize + 7u) / 8u, 1, pointerSize);
    const auto raw = word(whole, field.offset, size);
    if (!raw) {
        value.error = raw.error();
        return value;
    }
    return bitField(std::move(value), *raw, field);
}

Result<Value> ValueReader::fieldNamed(const Value &whole, std::string_view name) const
{
    if (whole.error)
        return std::unexpected(*whole.error);
    const auto found = std::ranges::find(whole.type->fields, name, &TypeField::name);
    if (found == whole.type->fields.end())
        return fail(ErrorCode::NotFound, whole.type->name + " has no field " + std::string(name));
    Value value = field(whole, *found);
    if (value.error)
        return std::unexpected(*value.error);
    return value;
}

Value ValueReader::offsetInto(const Value &whole, Address base, uint64_t index, const Type *type,
                              std::string name) const
{
    Value value = at(type, {}, std::move(name));
    uint64_t offset = 0;
    if (__builtin_mul_overflow(index, type->size, &offset) || __builtin_add_overflow(base.value, offset, &offset)) {
        value.error = Error{.code = ErrorCode::BadFormat, .message = "lies beyond the end of memory"};
        return value;
    }
    if (!whole.contents) {
        value.address = Address{offset};
        return value;
    }
    Value contents = whole;
    contents.bytes = whole.contents;
    contents.missing.clear();
    return part(contents, type, offset, std::move(value.name));
}

Value ValueReader::element(const Value &whole, uint64_t index) const
{
    std::string name = '[' + std::to_string(index) + ']';
    Value failed;
    failed.name = name;
    if (whole.error) {
        failed.error = whole.error;
        return failed;
    }
    if (whole.parts && index < whole.parts->size()) {
        Value part = whole.parts->at(index);
        part.name = std::move(name);
        return part;
    }
    Result<const Type *> type
        = whole.type->kind == TypeKind::String ? m_types.predeclared("uint8") : m_types.type(whole.type->element);
    if (!type) {
        failed.error = type.error();
        return failed;
    }
    if (whole.type->kind == TypeKind::Array) {
        uint64_t offset = 0;
        if (!__builtin_mul_overflow(index, (*type)->size, &offset))
            return part(whole, *type, offset, std::move(name));
    }
    const Sequence parts = sequence(whole);
    if (!parts.base) {
        failed.type = *type;
        failed.error = parts.base.error();
        return failed;
    }
    return offsetInto(whole, *parts.base, index, *type, std::move(name));
}

Result<Value> ValueReader::pointee(const Value &pointer) const
{
    const auto address = word(pointer);
    if (!address)
        return std::unexpected(address.error());
    if (*address == 0 && !pointer.contents)
        return fail(ErrorCode::NotFound, "nil pointer");
    const auto type = m_types.type(pointer.type->element);
    if (!type)
        return std::unexpected(type.error());
    Value value = offsetInto(pointer, Address{*address}, 0, *type, "*" + pointer.name);
    return value;
}

}
