// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/queryelements.h"

#include "backend/eval/valueparts.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

/// Whether a value is an entry of a map as a query gives it.
bool isEntry(const Value &value)
{
    return value.parts && value.type && value.type->name.starts_with("struct { key ") && value.parts->size() == 2;
}

}

Result<void> QueryElements::open(Value value)
{
    if (!value.error && value.type->kind == TypeKind::Pointer && value.type->isGo) {
        auto pointee = m_reader.pointee(value);
        if (pointee)
            value = std::move(*pointee);
    }
    if (value.error)
        return std::unexpected(*value.error);
    m_whole = std::move(value);
    Result<uint64_t> count = 0;
    switch (m_whole.type->kind) {
    case TypeKind::Slice:
    case TypeKind::Array:
    case TypeKind::String: {
        const ValueReader::Sequence parts = m_reader.sequence(m_whole);
        count = parts.base ? parts.length : std::unexpected(parts.base.error());
        break;
    }
    case TypeKind::Map:
        m_isMap = true;
        count = m_containers.mapCount(m_whole);
        break;
    case TypeKind::Chan: {
        const auto channel = m_containers.channel(m_whole);
        if (channel) {
            m_channel = *channel;
            count = channel->queued;
        } else if (channel.error().code != ErrorCode::NotFound) { // nil holds nothing
            count = std::unexpected(channel.error());
        }
        break;
    }
    default:
        if (Followed::kindOf(*m_whole.type) != Followed::Kind::Map)
            return fail(ErrorCode::BadExpression, "a " + m_whole.type->name + " has no elements");
        m_isMap = true;
        count = m_followed.count(m_whole);
        break;
    }
    if (!count)
        return std::unexpected(count.error());
    m_count = *count;
    return {};
}

Result<std::vector<QueryElements::Element>> QueryElements::page(uint64_t first, uint64_t count)
{
    std::vector<Element> out;
    count = std::min(count, m_count - std::min(first, m_count));
    if (m_isMap) {
        auto entries = m_whole.type->kind == TypeKind::Map ? m_containers.mapEntries(m_whole, first, count)
                                                           : m_followed.entries(m_whole, first, count);
        if (!entries)
            return std::unexpected(entries.error());
        if (entries->damage && entries->entries.size() < count)
            m_damage = entries->damage;
        for (Containers::Entry &entry : entries->entries)
            out.push_back({.it = entry.element, .key = std::move(entry.key), .value = entry.element});
        return out;
    }
    out.reserve(count);
    for (uint64_t index = first; index < first + count; ++index) {
        Element element;
        element.it = m_channel ? m_reader.at(m_whole.type->element, m_channel->element(index), {})
                               : m_reader.element(m_whole, index);
        if (isEntry(element.it)) {
            element.key = element.it.parts->at(0);
            element.value = element.it.parts->at(1);
        }
        out.push_back(std::move(element));
    }
    return out;
}

Value QueryElements::kept(const Element &element) const
{
    if (!m_isMap || !element.key->type || !element.value->type)
        return element.it;
    const Type *type = m_reader.types().structOf("struct { key " + element.key->type->name + "; value "
                                                     + element.value->type->name + " }",
                                                 {{"key", element.key->type}, {"value", element.value->type}});
    return structWith(type, std::make_shared<KeptParts>(std::vector{*element.key, *element.value}));
}

const Type *QueryElements::keptType() const
{
    TypeGraph &types = m_reader.types();
    if (m_whole.type->kind == TypeKind::String)
        return types.predeclared("uint8");
    const auto element = types.type(m_whole.type->element);
    const auto key = types.type(m_whole.type->key);
    if (!m_isMap)
        return element ? *element : nullptr;
    if (!element || !key || m_whole.type->kind != TypeKind::Map)
        return nullptr;
    return types.structOf("struct { key " + (*key)->name + "; value " + (*element)->name + " }",
                          {{"key", *key}, {"value", *element}});
}

}
