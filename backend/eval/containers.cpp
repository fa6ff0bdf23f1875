// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/containers.h"

#include "backend/eval/evaluator.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

constexpr size_t maxOpenMaps = 16;

/// Follows a path of fields and pointers through types; stops at the first failure.
class TypePath
{
public:
    TypePath(TypeGraph &types, const Type *start)
        : m_types(types)
        , m_type(start)
    {
    }

    TypePath &field(std::string_view name)
    {
        if (!m_type)
            return *this;
        const auto found = std::ranges::find(m_type->fields, name, &TypeField::name);
        if (found == m_type->fields.end()) {
            m_type = nullptr;
            return *this;
        }
        m_offset += found->offset;
        go(found->type);
        return *this;
    }
    /// Through a pointer or into an array's element: offsets start again.
    TypePath &element()
    {
        if (m_type) {
            m_offset = 0;
            go(m_type->element);
        }
        return *this;
    }
    [[nodiscard]] const Type *type() const { return m_type; }
    [[nodiscard]] uint64_t offset() const { return m_offset; }
    [[nodiscard]] bool found(GoMapShape::Field &out) const
    {
        if (m_type)
            out = {.offset = m_offset, .size = m_type->size};
        return m_type != nullptr;
    }

private:
    void go(TypeRef reference)
    {
        const auto next = m_types.type(reference);
        m_type = next ? *next : nullptr;
    }

    TypeGraph &m_types;
    const Type *m_type;
    uint64_t m_offset = 0;
};

std::unexpected<Error> unknownLayout(const Type &type)
{
    return fail(ErrorCode::Unsupported, "the layout of " + type.name + " is not known");
}

/// Large keys and elements lie outside of the slots, which then have pointers to them.
bool isIndirect(const Type &inSlot, const Type &declared)
{
    return inSlot.kind == TypeKind::Pointer && declared.kind != TypeKind::Pointer
        && declared.kind != TypeKind::UnsafePointer;
}

}

Result<void> Containers::swissShape(const Type &type, const Type &implementation, GoMapShape &shape)
{
    TypeGraph &types = m_reader.types();
    const auto path = [&](std::string_view field) { return TypePath(types, &implementation).field(field); };
    const Type *table = path("dirPtr").element().element().type();
    TypePath groups = TypePath(types, table).field("groups");
    const Type *group = TypePath(types, groups.type()).field("data").element().type();
    if (!path("used").found(shape.count) || !path("dirPtr").found(shape.directory)
        || !path("dirLen").found(shape.directoryLength)
        || !TypePath(types, table).field("index").found(shape.tableIndex)
        || !TypePath(types, table).field("groups").field("data").found(shape.tableGroups)
        || !TypePath(types, table).field("groups").field("lengthMask").found(shape.tableGroupMask) || !group)
        return unknownLayout(type);
    shape.groupSize = group->size;
    const auto key = types.type(type.key);
    const auto element = types.type(type.element);
    if (!key || !element)
        return std::unexpected(key ? element.error() : key.error());
    const TypePath slots = TypePath(types, group).field("slots");
    const Type *slotKey = nullptr;
    const Type *slotElement = nullptr;
    if (slots.type()) {
        const Type *slot = TypePath(slots).element().type();
        const TypePath keyPath = TypePath(types, slot).field("key");
        const TypePath elementPath = TypePath(types, slot).field("elem");
        slotKey = keyPath.type();
        slotElement = elementPath.type();
        if (slotKey && slotElement) {
            shape.keysOffset = slots.offset() + keyPath.offset();
            shape.elementsOffset = slots.offset() + elementPath.offset();
            shape.keyStride = shape.elementStride = slot->size;
        }
    } else {
        // Go 1.27 GOEXPERIMENT=mapsplitgroup: all keys of a group, then all its elements
        const TypePath keys = TypePath(types, group).field("keys");
        const TypePath elements = TypePath(types, group).field("elems");
        slotKey = TypePath(keys).element().type();
        slotElement = TypePath(elements).element().type();
        if (slotKey && slotElement) {
            shape.keysOffset = keys.offset();
            shape.elementsOffset = elements.offset();
            shape.keyStride = slotKey->size;
            shape.elementStride = slotElement->size;
        }
    }
    if (!slotKey || !slotElement)
        return unknownLayout(type);
    shape.indirectKey = isIndirect(*slotKey, **key);
    shape.indirectElement = isIndirect(*slotElement, **element);
    return {};
}

Result<void> Containers::bucketShape(const Type &type, const Type &implementation, GoMapShape &shape)
{
    TypeGraph &types = m_reader.types();
    const auto path = [&](std::string_view field) { return TypePath(types, &implementation).field(field); };
    const Type *bucket = path("buckets").element().type();
    const TypePath keys = TypePath(types, bucket).field("keys");
    const TypePath elements = TypePath(types, bucket).field("values");
    const TypePath overflow = TypePath(types, bucket).field("overflow");
    const auto key = types.type(type.key);
    const auto element = types.type(type.element);
    if (!key || !element)
        return std::unexpected(key ? element.error() : key.error());
    const Type *slotKey = TypePath(keys).element().type();
    const Type *slotElement = TypePath(elements).element().type();
    if (!path("count").found(shape.count) || !path("flags").found(shape.flags) || !path("B").found(shape.logBuckets)
        || !path("buckets").found(shape.buckets) || !path("oldbuckets").found(shape.oldBuckets) || !slotKey
        || !slotElement || !overflow.type())
        return unknownLayout(type);
    shape.swiss = false;
    shape.groupSize = bucket->size;
    shape.keysOffset = keys.offset();
    shape.elementsOffset = elements.offset();
    shape.keyStride = slotKey->size;
    shape.elementStride = slotElement->size;
    shape.overflowOffset = overflow.offset();
    shape.indirectKey = isIndirect(*slotKey, **key);
    shape.indirectElement = isIndirect(*slotElement, **element);
    return {};
}

Result<GoMapShape> Containers::shapeFromDwarf(const Type &type, const Type &implementation)
{
    GoMapShape shape;
    const bool swiss = std::ranges::contains(implementation.fields, "dirPtr", &TypeField::name);
    const auto done = swiss ? swissShape(type, implementation, shape) : bucketShape(type, implementation, shape);
    if (!done)
        return std::unexpected(done.error());
    return shape;
}

Result<GoMapShape> Containers::shapeFromRuntime(const Type &type)
{
    if (!m_sources.runtimeTypes || !m_sources.runtime)
        return unknownLayout(type);
    const auto layout = m_sources.runtimeTypes->mapLayout(Address{type.self.key});
    if (!layout)
        return std::unexpected(layout.error());
    GoMapShape shape;
    shape.swiss = layout->swiss;
    shape.indirectKey = layout->indirectKey;
    shape.indirectElement = layout->indirectElement;
    const RuntimeLayout &runtime = m_sources.runtime->layout();
    const auto find = [&](std::string_view structure, std::string_view path, GoMapShape::Field &out) {
        const auto field = runtime.find(structure, path);
        if (field)
            out = {.offset = field->offset, .size = field->size};
        return field.has_value();
    };
    const auto key = m_reader.types().type(type.key);
    const auto element = m_reader.types().type(type.element);
    if (!key || !element)
        return std::unexpected(key ? element.error() : key.error());
    if (layout->swiss) {
        constexpr std::string_view map = "internal/runtime/maps.Map";
        constexpr std::string_view table = "internal/runtime/maps.table";
        if (!find(map, "used", shape.count) || !find(map, "dirPtr", shape.directory)
            || !find(map, "dirLen", shape.directoryLength) || !find(table, "index", shape.tableIndex)
            || !find(table, "groups.data", shape.tableGroups)
            || !find(table, "groups.lengthMask", shape.tableGroupMask))
            return unknownLayout(type);
        shape.groupSize = layout->groupSize;
        shape.keysOffset = layout->splitGroups ? layout->keysOffset : layout->slotsOffset;
        shape.keyStride = layout->splitGroups ? layout->keyStride : layout->slotSize;
        shape.elementsOffset
            = layout->splitGroups ? layout->elementsOffset : layout->slotsOffset + layout->elementOffset;
        shape.elementStride = layout->splitGroups ? layout->elementStride : layout->slotSize;
        return shape;
    }
    constexpr std::string_view map = "runtime.hmap";
    if (!find(map, "count", shape.count) || !find(map, "flags", shape.flags) || !find(map, "B", shape.logBuckets)
        || !find(map, "buckets", shape.buckets) || !find(map, "oldbuckets", shape.oldBuckets) || layout->bucketSize < 8)
        return unknownLayout(type);
    // Go 1.23 runtime/map.go: a bucket is tophash [8]uint8, 8 keys, 8 elements, and in its last word the next bucket
    shape.groupSize = layout->bucketSize;
    shape.keysOffset = 8;
    shape.keyStride = layout->indirectKey ? 8 : (*key)->size;
    shape.elementsOffset = shape.keysOffset + 8 * shape.keyStride;
    shape.elementStride = layout->indirectElement ? 8 : (*element)->size;
    shape.overflowOffset = layout->bucketSize - 8;
    return shape;
}

Result<GoMapShape> Containers::shape(const Type &type)
{
    if (const auto known = m_shapes.find(&type); known != m_shapes.end())
        return known->second;
    Result<GoMapShape> shape = unknownLayout(type);
    if (type.self.origin == TypeRef::Origin::Runtime) {
        shape = shapeFromRuntime(type);
    } else {
        auto implementation = m_reader.types().type(type.implementation);
        if (implementation && (*implementation)->kind == TypeKind::Pointer)
            implementation = m_reader.types().type((*implementation)->element);
        if (!implementation)
            return std::unexpected(implementation.error());
        shape = shapeFromDwarf(type, **implementation);
    }
    if (shape)
        m_shapes.emplace(&type, *shape);
    return shape;
}

Result<GoMap *> Containers::open(const Value &map)
{
    const auto address = m_reader.word(map);
    if (!address)
        return std::unexpected(address.error());
    const auto known = std::ranges::find_if(
        m_open, [&](const OpenMap &one) { return one.address == *address && one.type == map.type; });
    if (known != m_open.end()) {
        m_open.splice(m_open.begin(), m_open, known);
        return m_open.front().map.get();
    }
    const auto layout = shape(*map.type);
    if (!layout)
        return std::unexpected(layout.error());
    m_open.push_front({*address, map.type, std::make_unique<GoMap>(m_reader.memory(), *layout, Address{*address})});
    if (m_open.size() > maxOpenMaps)
        m_open.pop_back();
    return m_open.front().map.get();
}

Result<uint64_t> Containers::mapCount(const Value &map)
{
    const auto address = m_reader.word(map);
    if (!address)
        return std::unexpected(address.error());
    if (*address == 0)
        return 0;
    const auto opened = open(map);
    if (!opened)
        return std::unexpected(opened.error());
    return (*opened)->count().transform(
        [&](uint64_t count) { return count > map.firstEntry ? count - map.firstEntry : 0; });
}

Result<Containers::Entries> Containers::mapEntries(const Value &map, uint64_t first, uint64_t count)
{
    const auto address = m_reader.word(map);
    if (!address)
        return std::unexpected(address.error());
    Entries result;
    if (*address == 0)
        return result;
    const auto opened = open(map);
    if (!opened)
        return std::unexpected(opened.error());
    const auto entries = (*opened)->entries(first + map.firstEntry, count);
    if (!entries)
        return std::unexpected(entries.error());
    result.damage = (*opened)->damage();
    for (const GoMapEntry &entry : *entries) {
        result.entries.push_back({.key = m_reader.at(map.type->key, entry.key, {}),
                                  .element = m_reader.at(map.type->element, entry.element, {})});
    }
    return result;
}

Result<GoChannelLayout> Containers::channelLayout(const Value &value)
{
    if (m_sources.runtime) {
        if (auto layout = GoChannelLayout::from(m_sources.runtime->layout()))
            return layout;
    }
    auto implementation = m_reader.types().type(value.type->implementation);
    if (implementation && (*implementation)->kind == TypeKind::Pointer)
        implementation = m_reader.types().type((*implementation)->element);
    if (!implementation)
        return std::unexpected(implementation.error());
    GoChannelLayout layout;
    const auto find = [&](std::initializer_list<std::string_view> names, GoChannelLayout::Field &out) {
        TypePath path(m_reader.types(), *implementation);
        for (const std::string_view name : names)
            path.field(name);
        GoMapShape::Field field;
        if (!path.found(field))
            return false;
        out = {.offset = field.offset, .size = field.size};
        return true;
    };
    if (!find({"qcount"}, layout.queued) || !find({"dataqsiz"}, layout.capacity) || !find({"buf"}, layout.buffer)
        || !find({"elemsize"}, layout.elementSize) || !find({"closed"}, layout.closed)
        || !find({"recvx"}, layout.receiveIndex) || !find({"recvq", "first"}, layout.receivers)
        || !find({"sendq", "first"}, layout.senders))
        return unknownLayout(*value.type);
    return layout;
}

Result<GoChannel> Containers::channel(const Value &value)
{
    const auto address = m_reader.word(value);
    if (!address)
        return std::unexpected(address.error());
    if (*address == 0)
        return fail(ErrorCode::NotFound, "nil channel");
    const auto layout = channelLayout(value);
    if (!layout)
        return std::unexpected(layout.error());
    auto channel = GoChannel::read(m_reader.memory(), *layout, Address{*address});
    if (!channel)
        return channel;
    const auto element = m_reader.types().type(value.type->element);
    if (element && (*element)->size != channel->elementSize) {
        return fail(ErrorCode::BadFormat,
                    "damaged channel: elements of " + std::to_string(channel->elementSize) + " bytes, but the type has "
                        + std::to_string((*element)->size));
    }
    return channel;
}

Result<std::vector<GoChannelWaiter>> Containers::waiters(const GoChannel &channel, bool receivers)
{
    if (!m_sources.runtime)
        return fail(ErrorCode::NotFound, "there is no Go runtime");
    const auto layout = GoChannelLayout::from(m_sources.runtime->layout());
    if (!layout)
        return std::unexpected(layout.error());
    return channel.waiters(m_reader.memory(), *layout, receivers);
}

}
