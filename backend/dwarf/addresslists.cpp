// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/dwarf/addresslists.h"

#include "backend/dwarf/bytecursor.h"

namespace Freezeframe
{

namespace
{

/// DW_RLE_* and DW_LLE_* (DWARF 5, 7.25 and 7.7.3) differ from the fifth on.
enum class EntryKind { End, BaseAddress, OffsetPair, Default, StartEnd, StartLength, Ignored, Unknown };

struct ListEntry {
    EntryKind kind = EntryKind::End;
    uint64_t begin = 0;
    uint64_t end = 0;
};

/// Reads one entry of DWARF 5 up to its expression. An index without an address is a failure of the cursor.
ListEntry readEntryV5(ByteCursor &cursor, const ListContext &context, bool isLocation)
{
    const auto indexed = [&] {
        const auto address = context.address(cursor.uleb());
        if (!address)
            cursor.fail();
        return address.value_or(0);
    };
    const auto plain = [&] { return cursor.unsignedOf(context.addressSize); };
    uint8_t code = cursor.u8();
    if (isLocation && code >= 5) { // DW_LLE_default_location is in between
        if (code == 5)
            return {EntryKind::Default, 0, 0};
        if (code == 9) { // DW_LLE_GNU_view_pair
            cursor.skipLeb();
            cursor.skipLeb();
            return {EntryKind::Ignored, 0, 0};
        }
        --code;
    }
    ListEntry entry;
    switch (code) {
    case 0: return {EntryKind::End, 0, 0};
    case 1: entry = {EntryKind::BaseAddress, indexed(), 0}; break;
    case 2:
        entry = {EntryKind::StartEnd, indexed(), 0};
        entry.end = indexed();
        break;
    case 3:
        entry = {EntryKind::StartLength, indexed(), 0};
        entry.end = entry.begin + cursor.uleb();
        break;
    case 4:
        entry = {EntryKind::OffsetPair, cursor.uleb(), 0};
        entry.end = cursor.uleb();
        break;
    case 5: entry = {EntryKind::BaseAddress, plain(), 0}; break;
    case 6:
        entry = {EntryKind::StartEnd, plain(), 0};
        entry.end = plain();
        break;
    case 7:
        entry = {EntryKind::StartLength, plain(), 0};
        entry.end = entry.begin + cursor.uleb();
        break;
    default: entry.kind = EntryKind::Unknown; break;
    }
    return entry;
}

std::unexpected<Error> damaged(std::string_view section, uint64_t offset)
{
    return std::unexpected(Error{.code = ErrorCode::BadFormat,
                                 .message = "a location list is damaged",
                                 .section = std::string(section),
                                 .offset = offset});
}

uint64_t largestAddress(uint8_t size)
{
    return size >= 8 ? ~uint64_t(0) : (uint64_t(1) << (8 * size)) - 1;
}

}

std::optional<std::vector<AddressRange>> readRangeList(std::span<const std::byte> section, uint64_t offset,
                                                       const ListContext &context)
{
    std::vector<AddressRange> ranges;
    uint64_t base = context.base;
    for (ByteCursor cursor(section, offset);;) {
        const uint64_t begin = cursor.unsignedOf(context.addressSize);
        const uint64_t end = cursor.unsignedOf(context.addressSize);
        if (cursor.failed() || context.addressSize == 0)
            return std::nullopt;
        if (begin == 0 && end == 0)
            return ranges;
        if (begin == largestAddress(context.addressSize))
            base = end;
        else if (begin < end)
            ranges.push_back({{base + begin}, {base + end}});
    }
}

std::optional<std::vector<AddressRange>> readRangeListV5(std::span<const std::byte> section, uint64_t offset,
                                                         const ListContext &context)
{
    std::vector<AddressRange> ranges;
    uint64_t base = context.base;
    for (ByteCursor cursor(section, offset);;) {
        const ListEntry entry = readEntryV5(cursor, context, false);
        if (cursor.failed() || entry.kind == EntryKind::Unknown)
            return std::nullopt;
        if (entry.kind == EntryKind::End)
            return ranges;
        if (entry.kind == EntryKind::BaseAddress) {
            base = entry.begin;
            continue;
        }
        const uint64_t add = entry.kind == EntryKind::OffsetPair ? base : 0;
        if (entry.begin < entry.end)
            ranges.push_back({{add + entry.begin}, {add + entry.end}});
    }
}

std::optional<uint64_t> listOffset(std::span<const std::byte> section, uint64_t base, uint64_t index,
                                   uint8_t offsetSize)
{
    // Without a base attribute, the first table right after its header (12 or 20 bytes).
    if (base == 0)
        base = offsetSize == 8 ? 20 : 12;
    if (index >= section.size())
        return std::nullopt;
    ByteCursor cursor(section, base);
    cursor.skip(index * offsetSize);
    const uint64_t offset = cursor.unsignedOf(offsetSize);
    if (cursor.failed() || offset > section.size())
        return std::nullopt;
    return base + offset;
}

namespace
{

constexpr size_t maximumEntries = 1 << 20;

/// Calls @p visit(entry) for each entry of a list of .debug_loc until it returns false.
template<typename Visit>
Result<void> walkLocations(std::span<const std::byte> section, uint64_t offset, const ListContext &context, Visit visit)
{
    uint64_t base = context.base;
    for (ByteCursor cursor(section, offset);;) {
        const uint64_t begin = cursor.unsignedOf(context.addressSize);
        const uint64_t end = cursor.unsignedOf(context.addressSize);
        if (cursor.failed() || context.addressSize == 0)
            return damaged(".debug_loc", offset);
        if (begin == 0 && end == 0)
            return {};
        if (begin == largestAddress(context.addressSize)) {
            base = end;
            continue;
        }
        const auto expression = cursor.bytes(cursor.u16());
        if (cursor.failed())
            return damaged(".debug_loc", offset);
        if (!visit(LocationEntry{{{base + begin}, {base + end}}, expression}))
            return {};
    }
}

/// The same in .debug_loclists; @p byDefault gets what holds where nothing else does.
template<typename Visit>
Result<void> walkLocationsV5(std::span<const std::byte> section, uint64_t offset, const ListContext &context,
                             std::span<const std::byte> &byDefault, Visit visit)
{
    uint64_t base = context.base;
    for (ByteCursor cursor(section, offset);;) {
        const ListEntry entry = readEntryV5(cursor, context, true);
        if (cursor.failed() || entry.kind == EntryKind::Unknown)
            return damaged(".debug_loclists", offset);
        if (entry.kind == EntryKind::End)
            return {};
        if (entry.kind == EntryKind::BaseAddress)
            base = entry.begin;
        if (entry.kind == EntryKind::BaseAddress || entry.kind == EntryKind::Ignored)
            continue;
        const auto expression = cursor.bytes(cursor.uleb());
        if (cursor.failed())
            return damaged(".debug_loclists", offset);
        const uint64_t add = entry.kind == EntryKind::OffsetPair ? base : 0;
        if (entry.kind == EntryKind::Default)
            byDefault = expression;
        else if (!visit(LocationEntry{{{add + entry.begin}, {add + entry.end}}, expression}))
            return {};
    }
}

}

Result<std::span<const std::byte>> findLocation(std::span<const std::byte> section, uint64_t offset, uint64_t pc,
                                                const ListContext &context)
{
    std::span<const std::byte> found;
    const auto done = walkLocations(section, offset, context, [&](const LocationEntry &entry) {
        const bool isThere = entry.code.contains({pc});
        if (isThere)
            found = entry.expression;
        return !isThere;
    });
    return done.transform([&] { return found; });
}

Result<std::span<const std::byte>> findLocationV5(std::span<const std::byte> section, uint64_t offset, uint64_t pc,
                                                  const ListContext &context)
{
    std::span<const std::byte> found, byDefault;
    bool isThere = false;
    const auto done = walkLocationsV5(section, offset, context, byDefault, [&](const LocationEntry &entry) {
        isThere = entry.code.contains({pc});
        if (isThere)
            found = entry.expression;
        return !isThere;
    });
    return done.transform([&] { return isThere ? found : byDefault; });
}

Result<std::vector<LocationEntry>> readLocations(std::span<const std::byte> section, uint64_t offset,
                                                 const ListContext &context)
{
    std::vector<LocationEntry> entries;
    const auto done = walkLocations(section, offset, context, [&](const LocationEntry &entry) {
        entries.push_back(entry);
        return entries.size() < maximumEntries;
    });
    return done.transform([&] { return std::move(entries); });
}

Result<std::vector<LocationEntry>> readLocationsV5(std::span<const std::byte> section, uint64_t offset,
                                                   const ListContext &context)
{
    std::vector<LocationEntry> entries;
    std::span<const std::byte> byDefault;
    const auto done = walkLocationsV5(section, offset, context, byDefault, [&](const LocationEntry &entry) {
        entries.push_back(entry);
        return entries.size() < maximumEntries;
    });
    return done.transform([&] { return std::move(entries); });
}

}
