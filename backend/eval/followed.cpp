// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/followed.h"

#include "backend/eval/evaluator.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <unordered_set>

namespace Freezeframe
{

namespace
{

constexpr unsigned mostShells = 8; ///< structs around one number
constexpr size_t mostEntries = 4 << 20; ///< of one map
constexpr size_t mostNodes = 16 << 20;
constexpr size_t mostOpen = 4;
constexpr uint64_t tablePage = 4096;

Error damaged(std::string_view what)
{
    return {.code = ErrorCode::BadFormat, .message = "a sync.Map with " + std::string(what)};
}

/// The name without type arguments.
std::string_view baseName(const Type &type)
{
    return std::string_view(type.name).substr(0, type.name.find('['));
}

const Type *numberType(const TypeGraph &types, std::string_view name)
{
    static constexpr std::array numbers
        = std::to_array<std::pair<std::string_view, std::string_view>>({{"Int32", "int32"},
                                                                        {"Int64", "int64"},
                                                                        {"Uint8", "uint8"},
                                                                        {"Uint32", "uint32"},
                                                                        {"Uint64", "uint64"},
                                                                        {"Uintptr", "uintptr"},
                                                                        {"Float64", "float64"},
                                                                        {"Bool", "bool"}});
    const auto found = std::ranges::find(numbers, name.substr(name.rfind('.') + 1),
                                         &std::pair<std::string_view, std::string_view>::first);
    return found == numbers.end() ? nullptr : types.predeclared(found->second);
}

}

/// The part of internal/sync.entry that matters, bytes from its start.
struct Followed::EntryLayout {
    uint64_t isEntry = 0;
    uint64_t overflow = 0;
    uint64_t key = 0;
    uint64_t value = 0;
    const Type *keyType = nullptr;
    const Type *valueType = nullptr;
};

Followed::Kind Followed::kindOf(const Type &type)
{
    if (type.kind != TypeKind::Struct || !type.isGo)
        return Kind::None;
    const std::string_view name = baseName(type);
    for (const std::string_view package : {"sync/atomic.", "internal/runtime/atomic.", "runtime/internal/atomic."}) {
        if (!name.starts_with(package))
            continue;
        const std::string_view own = name.substr(package.size());
        static constexpr std::array numbers = std::to_array<std::string_view>(
            {"Int32", "Int64", "Uint8", "Uint32", "Uint64", "Uintptr", "Float64", "Bool"});
        if (own == "Pointer")
            return Kind::Pointer;
        if (own == "Value")
            return Kind::Any;
        return std::ranges::find(numbers, own) != numbers.end() ? Kind::Number : Kind::None;
    }
    if (name == "weak.Pointer" || name == "internal/weak.Pointer")
        return Kind::Weak;
    if (name == "unique.Handle")
        return Kind::Handle;
    if (name == "sync.Map" || name == "internal/sync.HashTrieMap" || name == "internal/concurrent.HashTrieMap")
        return Kind::Map;
    return Kind::None;
}

std::string_view Followed::methodOf(Kind kind)
{
    switch (kind) {
    case Kind::Number:
    case Kind::Pointer:
    case Kind::Any: return "Load";
    case Kind::Weak:
    case Kind::Handle: return "Value";
    default: return {};
    }
}

/// The one part with a size of structs around it: "v" of atomic.Int64, "value" in "u" of the runtime's own Bool.
Result<Value> Followed::innermost(Value value) const
{
    for (unsigned depth = 0; depth < mostShells && !value.error && value.type->kind == TypeKind::Struct; ++depth) {
        const TypeField *only = nullptr;
        for (const TypeField &field : value.type->fields) {
            const auto type = m_reader.types().type(field.type);
            if (!type)
                return std::unexpected(type.error());
            if ((*type)->size == 0)
                continue;
            if (only)
                return fail(ErrorCode::Unsupported, value.type->name + " has an unknown form");
            only = &field;
        }
        if (!only)
            return fail(ErrorCode::Unsupported, value.type->name + " is empty");
        value = m_reader.field(value, *only);
    }
    if (value.error)
        return std::unexpected(*value.error);
    return value;
}

/// A pointer to the T of the wrapper's type, which keeps it in a field "_ [0]*T" and in its name.
Result<Value> Followed::pointerTo(const Value &wrapper, uint64_t address) const
{
    TypeGraph &types = m_reader.types();
    const Type *pointer = nullptr;
    for (const TypeField &field : wrapper.type->fields) {
        const auto array = types.type(field.type);
        if (!array || (*array)->kind != TypeKind::Array || (*array)->count != 0)
            continue;
        const auto element = types.type((*array)->element);
        if (element && (*element)->kind == TypeKind::Pointer)
            pointer = *element;
    }
    if (!pointer) {
        const std::string &name = wrapper.type->name;
        const size_t begin = name.find('[');
        const auto named = begin != std::string::npos && name.ends_with(']')
            ? types.typeNamed('*' + name.substr(begin + 1, name.size() - begin - 2))
            : Result<const Type *>(fail(ErrorCode::NotFound, "what " + name + " points to has no known type"));
        if (!named)
            return std::unexpected(named.error());
        pointer = *named;
    }
    std::vector<std::byte> bytes(sizeof(address));
    std::memcpy(bytes.data(), &address, sizeof(address));
    return valueOfBytes(pointer, std::move(bytes));
}

Result<Value> Followed::inner(const Value &value)
{
    if (value.error)
        return std::unexpected(*value.error);
    const Kind kind = kindOf(*value.type);
    if (kind == Kind::None || kind == Kind::Map)
        return fail(ErrorCode::NotFound, value.type->name + " stands for nothing else");
    auto part = innermost(value);
    if (!part)
        return part;
    switch (kind) {
    case Kind::Number: {
        const Type *type = numberType(m_reader.types(), baseName(*value.type));
        if (!type)
            return part;
        if (type->kind != TypeKind::Bool) {
            if (type->size == part->type->size)
                part->type = type;
            return part;
        }
        const auto number = m_reader.integer(*part);
        if (!number)
            return std::unexpected(number.error());
        return valueOfBytes(type, {std::byte{*number != 0}});
    }
    case Kind::Pointer:
        return m_reader.word(*part).and_then([&](uint64_t address) { return pointerTo(value, address); });
    case Kind::Weak: {
        const auto handle = m_reader.word(*part);
        if (!handle || *handle == 0)
            return handle ? pointerTo(value, 0) : std::unexpected(handle.error());
        // Go runtime/mheap.go: internal_weak_runtime_makeStrongFromWeak; the handle is cleared when it is collected.
        const auto target = m_reader.memory().readPointer(Address{*handle});
        return target ? pointerTo(value, target->value) : std::unexpected(target.error());
    }
    case Kind::Handle: {
        auto target = m_reader.pointee(*part);
        if (target)
            target->name.clear();
        return target;
    }
    default: return part; // atomic.Value: an interface
    }
}

bool Followed::isCollected(const Value &weak)
{
    if (weak.error || kindOf(*weak.type) != Kind::Weak)
        return false;
    const auto part = innermost(weak);
    const auto handle = part ? m_reader.word(*part) : std::unexpected(part.error());
    const auto target = handle && *handle != 0 ? m_reader.memory().readPointer(Address{*handle})
                                               : Result<Address>(fail(ErrorCode::NotFound, {}));
    return target && target->isNull();
}

/// Go internal/sync/hashtriemap.go: entry, with the names that its types have there; else as Go 1.24 to 1.27 lay it out.
Result<Followed::EntryLayout> Followed::entryLayout(const Type &node) const
{
    TypeGraph &types = m_reader.types();
    EntryLayout layout;
    std::string name = node.name; // of "internal/sync.indirect[K,V]"
    const size_t at = name.find(".indirect[");
    if (at == std::string::npos)
        return fail(ErrorCode::Unsupported, "the map's nodes have an unknown type: " + node.name);
    name.replace(at, std::string_view(".indirect[").size(), ".entry[");
    const auto entry = types.typeNamed(name);
    if (entry && (*entry)->kind == TypeKind::Struct) {
        for (const TypeField &field : (*entry)->fields) {
            const auto type = types.type(field.type);
            if (!type)
                return std::unexpected(type.error());
            if (field.name == "overflow") {
                layout.overflow = field.offset;
            } else if (field.name == "key") {
                layout.key = field.offset;
                layout.keyType = *type;
            } else if (field.name == "value") {
                layout.value = field.offset;
                layout.valueType = *type;
            }
        }
    } else if (name.ends_with(".entry[interface {},interface {}]")) {
        const auto any = types.typeNamed("interface {}");
        if (!any)
            return std::unexpected(any.error());
        layout = {.isEntry = 0, .overflow = 8, .key = 16, .value = 32, .keyType = *any, .valueType = *any};
    }
    if (!layout.keyType || !layout.valueType || layout.overflow == 0)
        return fail(ErrorCode::NotFound, "the map's entries have an unknown type: " + name);
    return layout;
}

Result<Followed::OpenMap> Followed::openTrie(const Value &trie)
{
    OpenMap map{.address = trie.address};
    const auto root = m_reader.fieldNamed(trie, "root");
    if (!root)
        return std::unexpected(root.error());
    // Go 1.23 had a plain pointer here, later an atomic one.
    auto pointer = kindOf(*root->type) == Kind::Pointer ? inner(*root) : Result<Value>(*root);
    const auto first = pointer ? m_reader.word(*pointer) : std::unexpected(pointer.error());
    if (!first)
        return std::unexpected(first.error());
    const auto node = m_reader.types().type(pointer->type->element);
    if (!node)
        return std::unexpected(node.error());
    const auto layout = entryLayout(**node);
    const auto children = std::ranges::find((*node)->fields, "children", &TypeField::name);
    if (!layout || children == (*node)->fields.end())
        return std::unexpected(layout ? damaged("nodes without children") : layout.error());
    const auto childrenType = m_reader.types().type(children->type);
    if (!childrenType || (*childrenType)->kind != TypeKind::Array || (*childrenType)->size > 4096)
        return std::unexpected(damaged("nodes of an unknown form"));
    map.key = layout->keyType;
    map.element = layout->valueType;
    std::vector<uint64_t> open; // nodes, depth first
    std::unordered_set<uint64_t> seen;
    std::vector<uint64_t> words((*childrenType)->size / sizeof(uint64_t));
    if (*first != 0)
        open.push_back(*first);
    const Memory &memory = m_reader.memory();
    while (!open.empty() && !map.damage) {
        const uint64_t at = open.back();
        open.pop_back();
        uint8_t isEntry = 0;
        if (!seen.insert(at).second || seen.size() > mostNodes || map.entries.size() > mostEntries) {
            map.damage = damaged("nodes that lead back to themselves, or too many");
        } else if (const auto done
                   = memory.read(Address{at + layout->isEntry}, std::as_writable_bytes(std::span(&isEntry, 1)));
                   !done) {
            map.damage = done.error();
        } else if (isEntry != 0) {
            map.entries.emplace_back(Address{at + layout->key}, Address{at + layout->value});
            const auto next = memory.readPointer(Address{at + layout->overflow});
            if (!next)
                map.damage = next.error();
            else if (!next->isNull())
                open.push_back(next->value);
        } else if (const auto done
                   = memory.read(Address{at + children->offset}, std::as_writable_bytes(std::span(words)));
                   !done) {
            map.damage = done.error();
        } else {
            for (size_t i = words.size(); i-- > 0;) {
                if (words[i] != 0)
                    open.push_back(words[i]);
            }
        }
    }
    return map;
}

/// Go sync/map.go up to Go 1.23, and later with GOEXPERIMENT=nosynchashtriemap: two maps of pointers to pointers.
Result<Followed::OpenMap> Followed::openTables(const Value &map)
{
    OpenMap out{.address = map.address};
    const auto read = m_reader.fieldNamed(map, "read");
    auto pointer = read ? inner(*read) : std::unexpected(read.error());
    const auto address = pointer ? m_reader.word(*pointer) : std::unexpected(pointer.error());
    if (!address)
        return std::unexpected(address.error());
    const auto any = m_reader.types().typeNamed("interface {}");
    if (!any)
        return std::unexpected(any.error());
    out.key = out.element = *any;
    // Once there are keys that read does not have, dirty has them all.
    Result<Value> table = m_reader.fieldNamed(map, "dirty");
    if (*address != 0) {
        const auto readOnly = m_reader.pointee(*pointer);
        const auto amended = readOnly ? m_reader.fieldNamed(*readOnly, "amended") : std::unexpected(readOnly.error());
        const auto isAmended = amended ? m_reader.integer(*amended) : std::unexpected(amended.error());
        if (!isAmended)
            return std::unexpected(isAmended.error());
        if (*isAmended == 0)
            table = m_reader.fieldNamed(*readOnly, "m");
    }
    const auto total = table ? m_containers.mapCount(*table) : std::unexpected(table.error());
    if (!total)
        return std::unexpected(total.error());
    const auto expungedVariable = m_names.variable("sync.expunged");
    const auto expunged
        = expungedVariable ? m_reader.word(*expungedVariable) : std::unexpected(expungedVariable.error());
    for (uint64_t first = 0; first < *total && !out.damage; first += tablePage) {
        const auto page = m_containers.mapEntries(*table, first, tablePage);
        if (!page)
            return std::unexpected(page.error());
        for (const Containers::Entry &one : page->entries) {
            const auto entry = m_reader.word(one.element); // *entry{p}
            const auto value = entry ? m_reader.memory().readPointer(Address{*entry}) : std::unexpected(entry.error());
            if (!value)
                out.damage = value.error();
            else if (!value->isNull() && (!expunged || value->value != *expunged)) // nil and expunged: deleted
                out.entries.emplace_back(one.key.address, *value);
        }
        if (page->damage)
            out.damage = page->damage;
        if (out.entries.size() > mostEntries)
            out.damage = damaged("too many entries");
    }
    return out;
}

Result<const Followed::OpenMap *> Followed::open(const Value &map)
{
    if (map.error)
        return std::unexpected(*map.error);
    if (map.bytes)
        return fail(ErrorCode::Unsupported, "a sync.Map without a place in memory");
    const auto known = std::ranges::find(m_open, map.address, &OpenMap::address);
    if (known != m_open.end()) {
        m_open.splice(m_open.begin(), m_open, known);
        return &m_open.front();
    }
    const bool isTrie = map.type->name != "sync.Map";
    const auto trie = isTrie ? Result<Value>(map) : m_reader.fieldNamed(map, "m");
    auto opened = trie && kindOf(*trie->type) == Kind::Map ? openTrie(*trie) : openTables(map);
    if (!opened)
        return std::unexpected(opened.error());
    opened->address = map.address;
    m_open.push_front(std::move(*opened));
    if (m_open.size() > mostOpen)
        m_open.pop_back();
    return &m_open.front();
}

Result<uint64_t> Followed::count(const Value &map)
{
    return open(map).transform([](const OpenMap *opened) { return uint64_t(opened->entries.size()); });
}

Result<Containers::Entries> Followed::entries(const Value &map, uint64_t first, uint64_t count)
{
    const auto opened = open(map);
    if (!opened)
        return std::unexpected(opened.error());
    const OpenMap &there = **opened;
    Containers::Entries out;
    out.damage = there.damage;
    for (uint64_t i = first; i < there.entries.size() && i - first < count; ++i) {
        const auto &[key, element] = there.entries[i];
        out.entries.push_back({m_reader.at(there.key, key, {}), m_reader.at(there.element, element, {})});
    }
    return out;
}

}
