// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/go/typedescriptors.h"

namespace Freezeframe
{

namespace
{

// abi.MapType after the common part: Key 48, Elem 56, Group or Bucket 64, Hasher 72, and then, by release:
//   up to 1.23  KeySize u8, ValueSize u8, BucketSize u16, Flags u32
//   1.24..1.26  GroupSize, SlotSize, ElemOff, Flags u32
//   1.27        GroupSize, KeysOff, KeyStride, ElemsOff, ElemStride, ElemOff, Flags u32
constexpr uint64_t mapGroup = 64;
constexpr uint64_t mapTail = 80;
constexpr uint64_t classicFlags = mapTail + 4;
constexpr uint64_t swissFlags = mapTail + 24;
constexpr uint64_t stridesFlags = mapTail + 48;
constexpr uint64_t slots = 8; // of a bucket and of a group, all releases

// Go internal/abi/map_classic.go up to 1.23, internal/abi/map_swiss.go after.
constexpr uint64_t classicIndirectKey = 1;
constexpr uint64_t classicIndirectElement = 2;
constexpr uint64_t swissIndirectKey = 4;
constexpr uint64_t swissIndirectElement = 8;

}

Result<TypeDescriptors::MapForm> TypeDescriptors::mapForm(const TypeDescriptor &type) const
{
    return mapLayout(type).transform([](const MapParts &parts) { return parts.form; });
}

Result<TypeDescriptors::MapParts> TypeDescriptors::mapLayout(const TypeDescriptor &type) const
{
    // What follows the hash function repeats the size of the group (or bucket), whose own descriptor tells it, too:
    // the form is told by that, not by the version.
    const auto group = word(type, mapGroup).and_then([this](uint64_t address) { return read({address}); });
    const auto first = word(type, mapTail);
    if (!group || !first)
        return std::unexpected(group ? first.error() : group.error());
    if (*first == group->size)
        return swissLayout(type, *group);
    if ((*first >> 16 & 0xffff) != group->size)
        return fail(ErrorCode::Unsupported, "the map type at " + type.address.toString() + " has an unknown form");
    const auto flags = word(type, classicFlags, 4);
    if (!flags)
        return std::unexpected(flags.error());
    MapParts parts;
    parts.form = MapForm::Classic;
    parts.groupSize = group->size;
    parts.keysOffset = slots; // after the hashes
    parts.keyStride = *first & 0xff;
    parts.elementsOffset = parts.keysOffset + slots * parts.keyStride;
    parts.elementStride = *first >> 8 & 0xff;
    parts.isSplit = true;
    parts.indirectKey = (*flags & classicIndirectKey) != 0;
    parts.indirectElement = (*flags & classicIndirectElement) != 0;
    return parts;
}

Result<TypeDescriptors::MapParts> TypeDescriptors::swissLayout(const TypeDescriptor &type,
                                                               const TypeDescriptor &group) const
{
    // The group is struct{ctrl; slots [8]struct{key, elem}}, or since Go 1.27, if split, struct{ctrl; keys [8]K;
    // elems [8]V}; its own descriptor says where all that lies.
    const auto groupFields = fields(group);
    if (!groupFields)
        return std::unexpected(groupFields.error());
    if (groupFields->size() != 2 && groupFields->size() != 3)
        return fail(ErrorCode::Unsupported, "the groups of a map have an unknown form");
    const auto elementOf = [this](Address array) {
        return read(array)
            .and_then([this](const TypeDescriptor &t) { return element(t); })
            .and_then([this](Address at) { return read(at); });
    };
    MapParts parts;
    parts.groupSize = group.size;
    parts.isSplit = groupFields->size() == 3;
    const auto slot = elementOf((*groupFields)[1].type);
    if (!slot)
        return std::unexpected(slot.error());
    parts.keysOffset = (*groupFields)[1].offset;
    parts.keyStride = slot->size;
    if (parts.isSplit) {
        const auto values = elementOf((*groupFields)[2].type);
        if (!values)
            return std::unexpected(values.error());
        parts.elementsOffset = (*groupFields)[2].offset;
        parts.elementStride = values->size;
    } else {
        const auto slotFields = fields(*slot);
        if (!slotFields || slotFields->size() != 2)
            return fail(ErrorCode::Unsupported, "the slots of a map have an unknown form");
        parts.elementsOffset = parts.keysOffset + (*slotFields)[1].offset;
        parts.elementStride = slot->size;
    }
    // 1.27's descriptor repeats all four; 1.24 to 1.26 have flags where 1.27 has an offset.
    const auto words = this->words(type.address + mapTail + 8, 4);
    if (!words)
        return std::unexpected(words.error());
    const bool repeats = (*words)[0] == parts.keysOffset && (*words)[1] == parts.keyStride
        && (*words)[2] == parts.elementsOffset && (*words)[3] == parts.elementStride;
    parts.form = repeats ? MapForm::SwissWithStrides : MapForm::Swiss;
    const auto flags = word(type, repeats ? stridesFlags : swissFlags, 4);
    if (!flags)
        return std::unexpected(flags.error());
    parts.indirectKey = (*flags & swissIndirectKey) != 0;
    parts.indirectElement = (*flags & swissIndirectElement) != 0;
    return parts;
}

}
