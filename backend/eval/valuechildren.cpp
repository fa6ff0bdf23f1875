// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/valuechildren.h"

#include <algorithm>
#include <cstring>

namespace Freezeframe
{

namespace
{

constexpr uint64_t channelExtras = 3; ///< after the queue: closed, receivers, senders
constexpr uint64_t maxPage = 1 << 20;

}

std::optional<uint64_t> ValueChildren::length(const Value &value)
{
    if (value.error || !value.type)
        return std::nullopt;
    switch (value.type->kind) {
    case TypeKind::String:
    case TypeKind::Slice:
    case TypeKind::Array: {
        const auto length = m_reader.sequence(value).length;
        return length ? std::optional(*length) : std::nullopt;
    }
    case TypeKind::Map: {
        const auto count = m_containers.mapCount(value);
        return count ? std::optional(*count) : std::nullopt;
    }
    case TypeKind::Struct: {
        const bool isMap = Followed::kindOf(*value.type) == Followed::Kind::Map;
        const auto count = isMap ? m_followed.count(value) : Result<uint64_t>(fail(ErrorCode::NotFound, {}));
        return count ? std::optional(*count) : std::nullopt;
    }
    case TypeKind::Chan: {
        const auto channel = m_containers.channel(value);
        if (channel)
            return channel->queued;
        return channel.error().code == ErrorCode::NotFound ? std::optional<uint64_t>(0) : std::nullopt;
    }
    default: return std::nullopt;
    }
}

Result<uint64_t> ValueChildren::count(const Value &value)
{
    if (value.error)
        return std::unexpected(*value.error);
    switch (value.type->kind) {
    case TypeKind::Struct:
    case TypeKind::Union: return followedCount(value) + value.type->fields.size();
    case TypeKind::Array:
    case TypeKind::Slice: {
        const ValueReader::Sequence parts = m_reader.sequence(value);
        return parts.length && !parts.base ? std::unexpected(parts.base.error()) : parts.length;
    }
    case TypeKind::Map: return m_containers.mapCount(value);
    case TypeKind::Chan: {
        const auto channel = m_containers.channel(value);
        if (channel)
            return channel->queued + channelExtras;
        return channel.error().code == ErrorCode::NotFound ? Result<uint64_t>(0) : std::unexpected(channel.error());
    }
    case TypeKind::Pointer: {
        const auto element = m_reader.types().type(value.type->element);
        if (!element || (*element)->kind == TypeKind::Void || m_reader.isCString(*value.type)
            || (*element)->kind == TypeKind::Func)
            return 0;
        return m_reader.word(value).transform([](uint64_t address) { return uint64_t(address != 0); });
    }
    case TypeKind::Interface:
        return m_dynamic.descriptorIn(value).transform([](Address address) { return uint64_t(!address.isNull()); });
    case TypeKind::Func: return m_dynamic.captures(value).transform([](const auto &all) { return all.size(); });
    default: return 0;
    }
}

Result<std::vector<Value>> ValueChildren::only(Result<Value> value, std::string name, uint64_t first)
{
    std::vector<Value> out;
    if (first > 0)
        return out;
    if (!value)
        return std::unexpected(value.error());
    value->name = std::move(name);
    out.push_back(std::move(*value));
    return out;
}

Result<std::vector<Value>> ValueChildren::page(const Value &value, uint64_t first, uint64_t count)
{
    const auto total = this->count(value);
    if (!total)
        return std::unexpected(total.error());
    std::vector<Value> out;
    if (first >= *total)
        return out;
    count = std::min({count, *total - first, maxPage});
    switch (value.type->kind) {
    case TypeKind::Struct:
    case TypeKind::Union: return structPage(value, first, count);
    case TypeKind::Array:
    case TypeKind::Slice:
        for (uint64_t i = first; i < first + count; ++i)
            out.push_back(m_reader.element(value, i));
        return out;
    case TypeKind::Map: return mapPage(value, first, count);
    case TypeKind::Chan: return channelPage(value, first, count);
    case TypeKind::Pointer: return only(m_reader.pointee(value), "*" + value.name, first);
    case TypeKind::Interface: return only(m_dynamic.dynamicValue(value), "data", first);
    case TypeKind::Func: {
        auto captures = m_dynamic.captures(value);
        if (!captures)
            return captures;
        const uint64_t end = std::min<uint64_t>(first + count, captures->size());
        for (uint64_t i = first; i < end; ++i)
            out.push_back(std::move((*captures)[i]));
        return out;
    }
    default: return out;
    }
}

uint64_t ValueChildren::followedCount(const Value &value)
{
    switch (Followed::kindOf(*value.type)) {
    case Followed::Kind::None:
    case Followed::Kind::Number: return 0; // the value itself says all
    case Followed::Kind::Map: return m_followed.count(value).value_or(0);
    default: return m_followed.inner(value) ? 1 : 0;
    }
}

Result<std::vector<Value>> ValueChildren::structPage(const Value &value, uint64_t first, uint64_t count)
{
    std::vector<Value> out;
    const Followed::Kind kind = Followed::kindOf(*value.type);
    const uint64_t followed = followedCount(value);
    const uint64_t end = first + count;
    if (first < followed && kind == Followed::Kind::Map) {
        const uint64_t wanted = std::min(end, followed) - first;
        const auto entries = m_followed.entries(value, first, wanted);
        if (!entries)
            return std::unexpected(entries.error());
        out = named(*entries, wanted);
    } else if (first < followed) {
        auto inner = m_followed.inner(value);
        if (!inner)
            return std::unexpected(inner.error());
        inner->name = std::string(Followed::methodOf(kind)) + "()";
        out.push_back(std::move(*inner));
    }
    for (uint64_t i = std::max(first, followed); i < end; ++i)
        out.push_back(m_reader.field(value, value.type->fields[i - followed]));
    return out;
}

/// A key in an interface without the name of its type, where a constant in its place would have the same.
Value ValueChildren::plainKey(const Value &key) const
{
    if (key.error || !key.type || key.type->kind != TypeKind::Interface)
        return key;
    auto data = m_dynamic.dynamicValue(key);
    const bool isPlain
        = data && (data->type->name == "string" || data->type->name == "int" || data->type->name == "bool");
    return isPlain ? std::move(*data) : key;
}

std::vector<Value> ValueChildren::named(const Containers::Entries &entries, uint64_t count)
{
    std::vector<Value> out;
    for (const Containers::Entry &entry : entries.entries) {
        Value element = entry.element;
        element.name = '[' + (m_formatKey ? m_formatKey(plainKey(entry.key)) : std::string()) + ']';
        out.push_back(std::move(element));
    }
    if (entries.damage && entries.entries.size() < count) {
        Value damage;
        damage.name = "[…]";
        damage.error = entries.damage;
        out.push_back(std::move(damage));
    }
    return out;
}

Result<std::vector<Value>> ValueChildren::mapPage(const Value &value, uint64_t first, uint64_t count)
{
    return m_containers.mapEntries(value, first, count).transform([&](const Containers::Entries &entries) {
        return named(entries, count);
    });
}

Value ValueChildren::waiters(const GoChannel &channel, bool receivers)
{
    Value value;
    value.name = receivers ? "receivers" : "senders";
    value.type = m_reader.types().sliceOf(m_reader.types().predeclared("uint64"));
    const auto waiting = m_containers.waiters(channel, receivers);
    if (!waiting) {
        value.error = waiting.error();
        return value;
    }
    // A slice of goroutine ids that exists nowhere but here.
    std::vector<std::byte> ids(waiting->size() * sizeof(uint64_t));
    for (size_t i = 0; i < waiting->size(); ++i)
        std::memcpy(ids.data() + i * sizeof(uint64_t), &(*waiting)[i].id, sizeof(uint64_t));
    const std::array<uint64_t, 3> header{0, waiting->size(), waiting->size()};
    const auto raw = std::as_bytes(std::span(header));
    value.bytes = std::make_shared<const std::vector<std::byte>>(raw.begin(), raw.end());
    value.contents = std::make_shared<const std::vector<std::byte>>(std::move(ids));
    return value;
}

Result<std::vector<Value>> ValueChildren::channelPage(const Value &value, uint64_t first, uint64_t count)
{
    const auto channel = m_containers.channel(value);
    if (!channel)
        return std::unexpected(channel.error());
    std::vector<Value> out;
    for (uint64_t i = first; i < first + count; ++i) {
        if (i < channel->queued)
            out.push_back(m_reader.at(value.type->element, channel->element(i), '[' + std::to_string(i) + ']'));
        else if (i == channel->queued)
            out.push_back(valueOfBytes(m_reader.types().predeclared("bool"), {std::byte{channel->closed}}, "closed"));
        else
            out.push_back(waiters(*channel, i == channel->queued + 1));
    }
    return out;
}

}
