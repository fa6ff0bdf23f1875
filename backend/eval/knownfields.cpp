// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/knownfields.h"

namespace Freezeframe
{

namespace
{

constexpr unsigned mostSteps = 4; ///< pointers and interfaces between two structs, structs around a number
constexpr uint64_t mostText = 1 << 16; ///< bytes of one string

std::optional<Value> good(Result<Value> value)
{
    if (!value || value->error || !value->type)
        return std::nullopt;
    return std::move(*value);
}

}

std::optional<Value> KnownFields::followed(Value value) const
{
    for (unsigned step = 0; step < mostSteps; ++step) {
        if (value.error || !value.type)
            return std::nullopt;
        const bool isPointer = value.type->kind == TypeKind::Pointer;
        if (!isPointer && value.type->kind != TypeKind::Interface)
            return value;
        auto next = good(isPointer ? m_reader.pointee(value) : m_dynamic.dynamicValue(value));
        if (!next)
            return std::nullopt;
        value = std::move(*next);
    }
    return std::nullopt;
}

std::optional<Value> KnownFields::followedStruct(const Value &value, std::string_view name) const
{
    auto found = followed(value);
    if (!found || found->type->kind != TypeKind::Struct || found->type->name != name)
        return std::nullopt;
    return found;
}

std::optional<bool> KnownFields::isNil(const Value &value) const
{
    if (value.error || !value.type)
        return std::nullopt;
    if (value.type->kind == TypeKind::Interface) {
        const auto descriptor = m_dynamic.descriptorIn(value);
        return descriptor ? std::optional(descriptor->isNull()) : std::nullopt;
    }
    const auto word = m_reader.word(value);
    return word ? std::optional(*word == 0) : std::nullopt;
}

std::optional<Value> KnownFields::at(const Value &whole, std::string_view path) const
{
    std::optional<Value> value = whole;
    while (!path.empty()) {
        value = followed(*value);
        if (!value || value->type->kind != TypeKind::Struct)
            return std::nullopt;
        const size_t dot = path.find('.');
        value = good(m_reader.fieldNamed(*value, path.substr(0, dot)));
        if (!value)
            return std::nullopt;
        path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
    }
    return value;
}

std::optional<std::string> KnownFields::text(const Value &whole, std::string_view path) const
{
    const auto value = at(whole, path);
    if (!value || value->type->kind != TypeKind::String)
        return std::nullopt;
    auto text = m_reader.goString(*value, mostText);
    return text ? std::optional(std::move(*text)) : std::nullopt;
}

std::optional<std::string> KnownFields::bytes(const Value &whole, std::string_view path, uint64_t most) const
{
    const auto value = at(whole, path);
    if (!value || value->type->kind != TypeKind::Slice)
        return std::nullopt;
    const auto element = m_reader.types().type(value->type->element);
    const auto length = m_reader.sequence(*value).length;
    if (!element || (*element)->kind != TypeKind::Uint || (*element)->size != 1 || !length || *length > most)
        return std::nullopt;
    auto text = m_reader.text(*value, 0, *length);
    return text && text->size() == *length ? std::optional(std::move(*text)) : std::nullopt;
}

std::optional<Int128> KnownFields::innerNumber(Value value) const
{
    for (unsigned step = 0; step < mostSteps && !value.error && value.type; ++step) {
        const TypeKind kind = value.type->kind;
        if (kind == TypeKind::Int || kind == TypeKind::Uint || kind == TypeKind::Bool) {
            const auto number = m_reader.integer(value);
            return number ? std::optional(*number) : std::nullopt;
        }
        auto inner = good(m_reader.fieldNamed(value, "v"));
        if (!inner)
            inner = good(m_reader.fieldNamed(value, "value"));
        if (!inner)
            return std::nullopt;
        value = std::move(*inner);
    }
    return std::nullopt;
}

std::optional<Int128> KnownFields::number(const Value &whole, std::string_view path) const
{
    auto value = at(whole, path);
    return value ? innerNumber(std::move(*value)) : std::nullopt;
}

std::optional<uint64_t> KnownFields::length(const Value &whole, std::string_view path) const
{
    const auto value = at(whole, path);
    if (!value
        || (value->type->kind != TypeKind::Slice && value->type->kind != TypeKind::Array
            && value->type->kind != TypeKind::String))
        return std::nullopt;
    const auto length = m_reader.sequence(*value).length;
    return length ? std::optional(*length) : std::nullopt;
}

}
