// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/go/typedescriptors.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

// Go internal/abi/type.go: sizes of the parts of a descriptor, bytes.
constexpr uint64_t uncommonSize = 16;
constexpr uint64_t methodSize = 16;
constexpr uint64_t fieldSize = 24;
constexpr uint64_t interfaceMethodSize = 8;
constexpr uint64_t functionCounts = 48; // InCount u16, OutCount u16
constexpr uint64_t functionSize = 56;
constexpr uint64_t sliceHeader = 56; // of fields and interface methods

}

Result<TypeDescriptors::Signature> TypeDescriptors::signature(const TypeDescriptor &type) const
{
    const auto counts = word(type, functionCounts, 4);
    if (!counts)
        return std::unexpected(counts.error());
    const uint64_t in = *counts & 0xffff;
    const uint64_t out = *counts >> 16 & 0x7fff;
    const auto types = words(type.address + functionSize + (type.hasUncommon() ? uncommonSize : 0), in + out);
    if (!types)
        return std::unexpected(types.error());
    Signature result;
    result.isVariadic = (*counts >> 31 & 1) != 0;
    for (size_t i = 0; i < types->size(); ++i)
        (i < in ? result.in : result.out).push_back({(*types)[i]});
    return result;
}

Result<std::vector<TypeDescriptors::InterfaceMethod>> TypeDescriptors::interfaceMethods(
    const TypeDescriptor &type) const
{
    std::vector<InterfaceMethod> result;
    const auto path = structPackage(type); // in the same place
    const auto header = words(type.address + sliceHeader, 2);
    if (!path || !header)
        return std::unexpected(path ? header.error() : path.error());
    if ((*header)[1] > mostParts)
        return fail(ErrorCode::BadFormat, "an interface has an absurd number of methods");
    const auto raw = words({(*header)[0]}, (*header)[1] * interfaceMethodSize / 8);
    if (!raw)
        return std::unexpected(raw.error());
    for (const uint64_t method : *raw) {
        const auto at = nameAddress(type, static_cast<int32_t>(method));
        auto name = at ? nameAt(*at) : Result<DescriptorName>(std::unexpected(at.error()));
        if (!name)
            return std::unexpected(name.error());
        InterfaceMethod entry;
        entry.name = std::move(name->text);
        if (!name->isExported)
            entry.packagePath = name->packagePath.empty() ? *path : std::move(name->packagePath);
        entry.type = typeAtOffset(type, static_cast<int32_t>(method >> 32)).value_or(Address{});
        result.push_back(std::move(entry));
    }
    return result;
}

Address TypeDescriptors::codeAtOffset(const TypeDescriptor &type, int32_t offset) const
{
    // Go runtime/type.go: textOff. -1 is a method that the linker dropped, 0 none.
    const ModuleData *module = moduleOf(type.address);
    if (!module || offset <= 0)
        return {};
    return module->pclntab->codeAddress(static_cast<uint32_t>(offset));
}

Result<std::vector<TypeDescriptors::Method>> TypeDescriptors::methods(const TypeDescriptor &type) const
{
    std::vector<Method> result;
    if (!type.hasUncommon())
        return result;
    const auto size = ownSize(type);
    if (!size)
        return std::unexpected(size.error());
    const auto count = word(type, *size + 4, 2); // UncommonType{PkgPath i32, Mcount u16, Xcount u16, Moff u32}
    const auto offset = word(type, *size + 8, 4);
    if (!count || !offset)
        return std::unexpected(count ? offset.error() : count.error());
    const auto raw = words(type.address + *size + *offset, *count * methodSize / 8);
    if (!raw)
        return std::unexpected(raw.error());
    for (size_t i = 0; i + 1 < raw->size(); i += 2) {
        const auto at = nameAddress(type, static_cast<int32_t>((*raw)[i]));
        const auto name = at ? nameAt(*at) : Result<DescriptorName>(std::unexpected(at.error()));
        if (!name)
            return std::unexpected(name.error());
        result.push_back({.name = name->text,
                          .type = typeAtOffset(type, static_cast<int32_t>((*raw)[i] >> 32)).value_or(Address{}),
                          .interfaceFunction = codeAtOffset(type, static_cast<int32_t>((*raw)[i + 1])),
                          .function = codeAtOffset(type, static_cast<int32_t>((*raw)[i + 1] >> 32))});
    }
    return result;
}

Result<uint64_t> TypeDescriptors::descriptorSize(const TypeDescriptor &type) const
{
    // Go internal/abi/type.go: DescriptorSize (1.27).
    const auto own = ownSize(type);
    if (!own)
        return std::unexpected(own.error());
    uint64_t size = *own;
    if (type.hasUncommon()) {
        const auto count = word(type, *own + 4, 2);
        if (!count)
            return std::unexpected(count.error());
        size += uncommonSize + *count * methodSize;
    }
    if (type.kind == GoKind::Func) {
        const auto counts = word(type, functionCounts, 4);
        if (!counts)
            return std::unexpected(counts.error());
        size += ((*counts & 0xffff) + (*counts >> 16 & 0x7fff)) * 8;
    } else if (type.kind == GoKind::Struct || type.kind == GoKind::Interface) {
        const auto count = word(type, sliceHeader + 8);
        if (!count)
            return std::unexpected(count.error());
        if (*count > mostParts)
            return fail(ErrorCode::BadFormat, "a type has an absurd number of parts");
        size += *count * (type.kind == GoKind::Struct ? fieldSize : interfaceMethodSize);
    }
    return size;
}

bool TypeDescriptors::visitTypeLinks(const ModuleData &module,
                                     const std::function<bool(const TypeDescriptor &)> &visit) const
{
    constexpr uint64_t chunk = 1024;
    std::vector<int32_t> offsets(chunk);
    for (Address at = module.typeLinks.begin; at < module.typeLinks.end; at = at + chunk * 4) {
        const uint64_t count = std::min<uint64_t>(chunk, (module.typeLinks.end - at) / 4);
        if (!m_target->memory().read(at, std::as_writable_bytes(std::span(offsets).first(count))))
            return true;
        for (const int32_t offset : std::span(offsets).first(count)) {
            const auto type = read(module.types.begin + uint64_t(uint32_t(offset)));
            if (type && !visit(*type))
                return false;
        }
    }
    return true;
}

bool TypeDescriptors::visitAll(const ModuleData &module, const std::function<bool(const TypeDescriptor &)> &visit) const
{
    // Go runtime/type.go: moduleTypelinks (1.27). The descriptors lie one behind the other after one word.
    Address at = module.types.begin + 8;
    while (at < module.typeDescriptorsEnd) {
        const auto type = read(at);
        const auto size = type ? descriptorSize(*type) : Result<uint64_t>(std::unexpected(type.error()));
        if (!size)
            return true;
        if (!visit(*type))
            return false;
        at = {(at.value + *size + 7) & ~7ULL};
    }
    return true;
}

void TypeDescriptors::forEachListed(const std::function<bool(const TypeDescriptor &)> &visit) const
{
    for (const ModuleData &module : m_symbols->modules()) {
        const bool goesOn
            = module.typeDescriptorsEnd.isNull() ? visitTypeLinks(module, visit) : visitAll(module, visit);
        if (!goesOn)
            return;
    }
}

}
