// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/go/typedescriptors.h"

#include "backend/base/bytereader.h"

#include <algorithm>
#include <array>

namespace Freezeframe
{

namespace
{

// Go internal/abi/type.go, 64-bit: Type and what follows it by kind. The shape of descriptors has to be known before
// anything about the runtime can be read by name; it is the same from Go 1.18 to 1.27 but for maps and the
// offsets of fields.
constexpr uint64_t commonSize = 48;
constexpr uint64_t firstPart = 48; // Elem of pointer, slice, array, chan; Key of map; PkgPath of struct, interface
constexpr uint64_t secondPart = 56; // Slice of array, Dir of chan, Elem of map; first word of a slice header
constexpr uint64_t thirdPart = 64; // Len of array, Bucket or Group of map, length of a slice header
constexpr uint64_t fieldSize = 24;
constexpr uint8_t kindMask = 31;
constexpr uint8_t directInterfaceBit = 32; // in Kind_ up to Go 1.25, in TFlag from 1.26 on, unused in the other
constexpr uint64_t longestName = 1 << 16;
constexpr int firstWithPlainOffsets = 19; // of fields of structs

[[nodiscard]] std::unexpected<Error> bad(Address address, const char *what)
{
    return fail(ErrorCode::BadFormat, "the type descriptor at " + address.toString() + " " + what);
}

}

TypeDescriptors::TypeDescriptors(std::shared_ptr<const Target> target, std::shared_ptr<const GoSymbols> symbols,
                                 int minor)
    : m_target(std::move(target))
    , m_symbols(std::move(symbols))
    , m_hasShiftedOffsets(minor != 0 && minor < firstWithPlainOffsets)
{
    for (const ModuleData &module : m_symbols->modules()) {
        const auto view = m_target->memory().view(module.types.begin, module.types.size());
        m_regions.push_back({module.types, view, &module});
    }
}

Result<void> TypeDescriptors::readBytes(Address address, std::span<std::byte> out) const
{
    if (out.empty())
        return {};
    for (const Region &region : m_regions) {
        const uint64_t offset = address.value - region.range.begin.value;
        if (offset < region.bytes.size() && region.bytes.size() - offset >= out.size()) {
            std::memcpy(out.data(), region.bytes.data() + offset, out.size());
            return {};
        }
    }
    return m_target->memory().read(address, out);
}

const ModuleData *TypeDescriptors::moduleOf(Address descriptor) const
{
    for (const Region &region : m_regions) {
        if (region.range.contains(descriptor))
            return region.module;
    }
    return nullptr;
}

Result<TypeDescriptor> TypeDescriptors::read(Address address) const
{
    std::array<std::byte, commonSize> bytes;
    if (address.isNull() || address.value % 8 != 0)
        return bad(address, "is not aligned");
    if (auto done = readBytes(address, bytes); !done)
        return std::unexpected(std::move(done.error()));
    TypeDescriptor type;
    type.address = address;
    type.size = loadAt<uint64_t>(bytes, 0).value_or(0);
    type.pointerBytes = loadAt<uint64_t>(bytes, 8).value_or(0);
    type.hash = loadAt<uint32_t>(bytes, 16).value_or(0);
    type.flags = loadAt<uint8_t>(bytes, 20).value_or(0);
    const uint8_t kind = loadAt<uint8_t>(bytes, 23).value_or(0);
    type.nameOffset = loadAt<int32_t>(bytes, 40).value_or(0);
    type.pointerToThis = loadAt<int32_t>(bytes, 44).value_or(0);
    type.isDirectInterface = ((kind | type.flags) & directInterfaceBit) != 0;
    if ((kind & kindMask) == 0 || (kind & kindMask) > uint8_t(GoKind::UnsafePointer))
        return bad(address, "has an unknown kind");
    type.kind = static_cast<GoKind>(kind & kindMask);
    if (type.pointerBytes > type.size)
        return bad(address, "has pointers past its values");
    return type;
}

Result<std::pair<std::string, Address>> TypeDescriptors::varintText(Address at) const
{
    uint64_t length = 0;
    for (unsigned shift = 0;; shift += 7) {
        uint8_t byte = 0;
        if (auto done = readBytes(at, std::as_writable_bytes(std::span(&byte, 1))); !done)
            return std::unexpected(done.error());
        at = at + 1;
        length |= uint64_t(byte & 0x7f) << shift;
        if (byte < 0x80)
            break;
        if (shift >= 28)
            return fail(ErrorCode::BadFormat, "a name has a length of too many bytes");
    }
    if (length > longestName)
        return fail(ErrorCode::Limit, "a name is " + std::to_string(length) + " bytes long");
    std::string content(length, '\0');
    if (auto done = readBytes(at, std::as_writable_bytes(std::span(content))); !done)
        return std::unexpected(done.error());
    return std::pair(std::move(content), at + length);
}

Result<DescriptorName> TypeDescriptors::nameAt(Address name) const
{
    // Go internal/abi/type.go: Name. A byte of flags, then a varint length and the text, a tag in the same way, and
    // the offset of the name of the package.
    DescriptorName result;
    if (name.isNull())
        return result;
    uint8_t flags = 0;
    if (auto done = readBytes(name, std::as_writable_bytes(std::span(&flags, 1))); !done)
        return std::unexpected(done.error());
    result.isExported = (flags & 1) != 0;
    result.isEmbedded = (flags & 8) != 0;
    auto own = varintText(name + 1);
    if (!own)
        return std::unexpected(own.error());
    result.text = std::move(own->first);
    Address rest = own->second;
    if ((flags & 2) != 0) {
        auto tag = varintText(rest);
        if (!tag)
            return std::unexpected(tag.error());
        result.tag = std::move(tag->first);
        rest = tag->second;
    }
    const ModuleData *module = (flags & 4) != 0 ? moduleOf(name) : nullptr;
    uint32_t offset = 0;
    if (module && readBytes(rest, std::as_writable_bytes(std::span(&offset, 1))) && offset < module->types.size()) {
        if (auto path = varintText(module->types.begin + (uint64_t(offset) + 1)))
            result.packagePath = std::move(path->first);
    }
    return result;
}

Result<Address> TypeDescriptors::nameAddress(const TypeDescriptor &type, int32_t offset) const
{
    // Names made by reflect have offsets below zero, into a map of the runtime; nothing needs those.
    const ModuleData *module = moduleOf(type.address);
    if (!module || offset < 0 || uint64_t(offset) >= module->types.size())
        return bad(type.address, "has its name outside of the program");
    return module->types.begin + uint64_t(offset);
}

Result<std::string> TypeDescriptors::shortName(const TypeDescriptor &type) const
{
    const auto address = nameAddress(type, type.nameOffset);
    if (!address)
        return std::unexpected(address.error());
    auto name = nameAt(*address);
    if (!name)
        return std::unexpected(name.error());
    if (type.hasExtraStar() && name->text.starts_with('*'))
        name->text.erase(0, 1);
    return std::move(name->text);
}

Result<uint64_t> TypeDescriptors::word(const TypeDescriptor &type, uint64_t offset, uint64_t count) const
{
    uint64_t value = 0;
    if (auto done = readBytes(type.address + offset, std::as_writable_bytes(std::span(&value, 1)).first(count)); !done)
        return std::unexpected(done.error());
    return value;
}

Result<std::vector<uint64_t>> TypeDescriptors::words(Address address, uint64_t count) const
{
    if (count > mostParts * 3)
        return fail(ErrorCode::Limit, "a type descriptor has " + std::to_string(count) + " words");
    std::vector<uint64_t> result(count);
    if (auto done = readBytes(address, std::as_writable_bytes(std::span(result))); !done)
        return std::unexpected(done.error());
    return result;
}

Result<uint64_t> TypeDescriptors::ownSize(const TypeDescriptor &type) const
{
    switch (type.kind) {
    case GoKind::Pointer:
    case GoKind::Slice:
    case GoKind::Func: return 56;
    case GoKind::Chan: return 64;
    case GoKind::Array: return 72;
    case GoKind::Struct:
    case GoKind::Interface: return 80;
    case GoKind::Map: {
        const auto form = mapForm(type);
        if (!form)
            return std::unexpected(form.error());
        return *form == MapForm::Classic ? 88 : *form == MapForm::Swiss ? 112 : 136;
    }
    default: return commonSize;
    }
}

Result<std::string> TypeDescriptors::packagePath(const TypeDescriptor &type) const
{
    if (!type.hasUncommon())
        return std::string();
    const auto size = ownSize(type);
    const auto offset = size ? word(type, *size, 4) : Result<uint64_t>(std::unexpected(size.error()));
    if (!offset)
        return std::unexpected(offset.error());
    if (*offset == 0)
        return std::string();
    return nameAddress(type, static_cast<int32_t>(*offset)).and_then([this](Address at) {
        return nameAt(at).transform([](DescriptorName name) { return std::move(name.text); });
    });
}

Result<Address> TypeDescriptors::element(const TypeDescriptor &type) const
{
    const uint64_t at = type.kind == GoKind::Map ? secondPart : firstPart;
    return word(type, at).transform([](uint64_t value) { return Address{value}; });
}

Result<Address> TypeDescriptors::mapKey(const TypeDescriptor &type) const
{
    return word(type, firstPart).transform([](uint64_t value) { return Address{value}; });
}

Result<uint64_t> TypeDescriptors::arrayLength(const TypeDescriptor &type) const
{
    return word(type, thirdPart);
}

Result<uint64_t> TypeDescriptors::channelDirection(const TypeDescriptor &type) const
{
    return word(type, secondPart);
}

Result<std::vector<DescriptorField>> TypeDescriptors::fields(const TypeDescriptor &type) const
{
    if (type.kind != GoKind::Struct)
        return bad(type.address, "is not that of a struct");
    const auto header = words(type.address + secondPart, 2);
    if (!header)
        return std::unexpected(header.error());
    if ((*header)[1] > mostParts)
        return bad(type.address, "has an absurd number of fields");
    const auto raw = words({(*header)[0]}, (*header)[1] * fieldSize / 8);
    if (!raw)
        return std::unexpected(raw.error());
    std::vector<DescriptorField> result;
    for (size_t i = 0; i + 2 < raw->size(); i += 3) {
        auto name = nameAt({(*raw)[i]});
        if (!name)
            return std::unexpected(name.error());
        uint64_t offset = (*raw)[i + 2];
        if (m_hasShiftedOffsets) {
            name->isEmbedded = (offset & 1) != 0;
            offset >>= 1;
        }
        result.push_back({std::move(*name), {(*raw)[i + 1]}, offset});
    }
    return result;
}

Result<std::string> TypeDescriptors::structPackage(const TypeDescriptor &type) const
{
    return word(type, firstPart).and_then([this](uint64_t name) {
        return nameAt({name}).transform([](DescriptorName path) { return std::move(path.text); });
    });
}

std::optional<Address> TypeDescriptors::typeAtOffset(const TypeDescriptor &type, int32_t offset) const
{
    // 0 is none and -1 a type that the linker dropped.
    const ModuleData *module = moduleOf(type.address);
    if (!module || offset <= 0 || uint64_t(offset) >= module->types.size())
        return std::nullopt;
    return module->types.begin + uint64_t(offset);
}

std::optional<Address> TypeDescriptors::pointerTo(const TypeDescriptor &type) const
{
    return typeAtOffset(type, type.pointerToThis);
}

}
