// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/go/runtimetypes.h"

#include "backend/go/typenames.h"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace Freezeframe
{

struct RuntimeTypes::Data {
    Data(std::shared_ptr<const Target> theTarget, std::shared_ptr<const GoSymbols> theSymbols, int minor)
        : target(theTarget)
        , descriptors(std::move(theTarget), std::move(theSymbols), minor)
        , names(descriptors)
    {
    }

    std::shared_ptr<const Target> target;
    TypeDescriptors descriptors;
    TypeNames names;
    std::unordered_map<Address, std::unique_ptr<const Type>> types;
    std::unordered_map<std::string, Address> byName; ///< filled at the first question
    bool isIndexed = false;

    [[nodiscard]] TypeRef reference(Address descriptor) const
    {
        const Module *module = target->moduleAt(descriptor);
        const auto index = module ? static_cast<uint32_t>(module - target->modules().data()) : 0;
        return {TypeRef::Origin::Runtime, index, descriptor.value};
    }
    [[nodiscard]] Result<Type> load(const TypeDescriptor &descriptor);
    [[nodiscard]] Result<void> loadParts(const TypeDescriptor &descriptor, Type &type);
    void index();
};

namespace
{

[[nodiscard]] TypeKind kindOf(GoKind kind)
{
    switch (kind) {
    case GoKind::Bool: return TypeKind::Bool;
    case GoKind::Int:
    case GoKind::Int8:
    case GoKind::Int16:
    case GoKind::Int32:
    case GoKind::Int64: return TypeKind::Int;
    case GoKind::Uint:
    case GoKind::Uint8:
    case GoKind::Uint16:
    case GoKind::Uint32:
    case GoKind::Uint64:
    case GoKind::Uintptr: return TypeKind::Uint;
    case GoKind::Float32:
    case GoKind::Float64: return TypeKind::Float;
    case GoKind::Complex64:
    case GoKind::Complex128: return TypeKind::Complex;
    case GoKind::Array: return TypeKind::Array;
    case GoKind::Chan: return TypeKind::Chan;
    case GoKind::Func: return TypeKind::Func;
    case GoKind::Interface: return TypeKind::Interface;
    case GoKind::Map: return TypeKind::Map;
    case GoKind::Pointer: return TypeKind::Pointer;
    case GoKind::Slice: return TypeKind::Slice;
    case GoKind::String: return TypeKind::String;
    case GoKind::Struct: return TypeKind::Struct;
    case GoKind::UnsafePointer: return TypeKind::UnsafePointer;
    case GoKind::Invalid: break;
    }
    return TypeKind::Void;
}

constexpr size_t mostIndexedTypes = 1 << 20;

}

Result<void> RuntimeTypes::Data::loadParts(const TypeDescriptor &descriptor, Type &type)
{
    const auto refer = [this](const Result<Address> &address, TypeRef &out) -> Result<void> {
        if (!address)
            return std::unexpected(address.error());
        out = reference(*address);
        return {};
    };
    switch (descriptor.kind) {
    case GoKind::Array: {
        const auto length = descriptors.arrayLength(descriptor);
        if (!length)
            return std::unexpected(length.error());
        type.count = *length;
        return refer(descriptors.element(descriptor), type.element);
    }
    case GoKind::Pointer:
    case GoKind::Slice:
    case GoKind::Chan: return refer(descriptors.element(descriptor), type.element);
    case GoKind::Map:
        if (auto done = refer(descriptors.mapKey(descriptor), type.key); !done)
            return done;
        return refer(descriptors.element(descriptor), type.element);
    case GoKind::Struct: {
        const auto fields = descriptors.fields(descriptor);
        if (!fields)
            return std::unexpected(fields.error());
        for (const DescriptorField &field : *fields) {
            type.fields.push_back({.name = field.name.text,
                                   .type = reference(field.type),
                                   .offset = field.offset,
                                   .embedded = field.name.isEmbedded});
        }
        return {};
    }
    case GoKind::Func: {
        const auto signature = descriptors.signature(descriptor);
        if (!signature)
            return std::unexpected(signature.error());
        for (const Address parameter : signature->in)
            type.fields.push_back({.name = {}, .type = reference(parameter)});
        return {};
    }
    default: return {};
    }
}

Result<Type> RuntimeTypes::Data::load(const TypeDescriptor &descriptor)
{
    auto name = names.nameOf(descriptor.address);
    if (!name)
        return std::unexpected(name.error());
    Type type;
    type.self = reference(descriptor.address);
    type.name = std::move(*name);
    type.kind = kindOf(descriptor.kind);
    type.size = descriptor.size;
    type.isNamed = descriptor.isNamed();
    type.isDirectInterface = descriptor.isDirectInterface;
    if (auto done = loadParts(descriptor, type); !done)
        return std::unexpected(done.error());
    return type;
}

void RuntimeTypes::Data::index()
{
    // The lists have the types that reflect may have to make; the others are what those are made of.
    isIndexed = true;
    std::vector<Address> queue;
    std::unordered_map<Address, bool> seen;
    const auto add = [&](Address address) {
        if (seen.size() < mostIndexedTypes && seen.emplace(address, true).second)
            queue.push_back(address);
    };
    descriptors.forEachListed([&](const TypeDescriptor &type) {
        add(type.address);
        return true;
    });
    for (size_t i = 0; i < queue.size(); ++i) {
        const auto descriptor = descriptors.read(queue[i]);
        if (!descriptor)
            continue;
        if (auto name = names.nameOf(descriptor->address))
            byName.emplace(std::move(*name), descriptor->address);
        Type parts;
        if (!loadParts(*descriptor, parts))
            continue;
        for (const TypeRef &part : {parts.element, parts.key}) {
            if (part)
                add({part.key});
        }
        for (const TypeField &field : parts.fields)
            add({field.type.key});
        if (const auto pointer = descriptors.pointerTo(*descriptor))
            add(*pointer);
    }
}

RuntimeTypes::RuntimeTypes(std::shared_ptr<const Target> target, std::shared_ptr<const GoSymbols> symbols, int minor)
    : d(std::make_unique<Data>(std::move(target), std::move(symbols), minor))
{
}

RuntimeTypes::~RuntimeTypes() = default;

Result<const Type *> RuntimeTypes::typeAt(Address address)
{
    if (const auto known = d->types.find(address); known != d->types.end())
        return known->second.get();
    auto loaded = d->descriptors.read(address).and_then([this](const TypeDescriptor &t) { return d->load(t); });
    if (!loaded)
        return std::unexpected(loaded.error());
    const auto [entry, isNew] = d->types.emplace(address, std::make_unique<const Type>(std::move(*loaded)));
    return entry->second.get();
}

Result<const Type *> RuntimeTypes::type(TypeRef reference)
{
    if (reference.origin != TypeRef::Origin::Runtime)
        return fail(ErrorCode::NotFound, "that is not a type of the runtime");
    return typeAt({reference.key});
}

Result<TypeRef> RuntimeTypes::typeNamed(std::string_view name)
{
    if (!d->isIndexed)
        d->index();
    const auto found = d->byName.find(std::string(name));
    if (found == d->byName.end())
        return fail(ErrorCode::NotFound, "the program has no type " + std::string(name));
    return d->reference(found->second);
}

std::vector<std::string_view> RuntimeTypes::names()
{
    if (!d->isIndexed)
        d->index();
    std::vector<std::string_view> all;
    for (const auto &[name, address] : d->byName)
        all.push_back(name);
    return all;
}

std::vector<std::pair<std::string, std::string>> RuntimeTypes::packages() const
{
    std::map<std::string, std::string> names; // by path
    d->descriptors.forEachListed([&](const TypeDescriptor &listed) {
        auto type = Result<TypeDescriptor>(listed);
        if (listed.kind == GoKind::Pointer && !listed.isNamed())
            type = d->descriptors.element(listed).and_then([this](Address at) { return d->descriptors.read(at); });
        const auto path = type && type->isNamed() ? d->descriptors.packagePath(*type) : Result<std::string>();
        if (!path || path->empty() || names.contains(*path))
            return true;
        // "cache.Entry": what stands before the dot is the package's name.
        const auto name = d->descriptors.shortName(*type);
        if (const size_t dot = name ? name->find('.') : std::string::npos; dot != std::string::npos)
            names.emplace(*path, name->substr(0, dot));
        return true;
    });
    return {names.begin(), names.end()};
}

Result<std::vector<RuntimeTypes::Method>> RuntimeTypes::methodsOf(Address address)
{
    const auto methods = d->descriptors.read(address).and_then(
        [this](const TypeDescriptor &type) { return d->descriptors.methods(type); });
    if (!methods)
        return std::unexpected(methods.error());
    std::vector<Method> result;
    for (const TypeDescriptors::Method &method : *methods)
        result.push_back({method.name, method.function});
    return result;
}

Result<RuntimeTypes::MapLayout> RuntimeTypes::mapLayout(Address mapType)
{
    const auto type = d->descriptors.read(mapType);
    if (!type)
        return std::unexpected(type.error());
    if (type->kind != GoKind::Map)
        return fail(ErrorCode::BadFormat, "the type at " + mapType.toString() + " is not that of a map");
    return d->descriptors.mapLayout(*type).transform([](const TypeDescriptors::MapParts &parts) {
        MapLayout layout;
        layout.swiss = parts.form != TypeDescriptors::MapForm::Classic;
        layout.groupSize = layout.swiss ? parts.groupSize : 0;
        layout.bucketSize = layout.swiss ? 0 : parts.groupSize;
        layout.slotsOffset = parts.keysOffset;
        layout.slotSize = parts.keyStride;
        layout.elementOffset = parts.elementsOffset - parts.keysOffset;
        layout.splitGroups = parts.isSplit;
        layout.keyStride = parts.keyStride;
        layout.elementStride = parts.elementStride;
        layout.keysOffset = parts.keysOffset;
        layout.elementsOffset = parts.elementsOffset;
        layout.indirectKey = parts.indirectKey;
        layout.indirectElement = parts.indirectElement;
        return layout;
    });
}

}
