// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/target/memoryimage.h"

#include <algorithm>
#include <cstring>
#include <elf.h>

namespace Freezeframe
{
namespace
{

constexpr uint64_t largestGap = uint64_t(2) << 20; ///< between the parts of a file: linkers align them to huge pages
constexpr size_t mostParts = 32;
constexpr uint64_t largestImage = uint64_t(8) << 30;

std::unexpected<Error> missing(const MappedModule &mapped, Address at)
{
    return std::unexpected(Error{.code = ErrorCode::NotInCore,
                                 .message = "the core has not all of its pages: none at " + at.toString(),
                                 .file = mapped.module.path});
}

/// The size of the file up to its last loaded byte, once all parts are known to be in the core.
Result<uint64_t> sizeOf(const MappedModule &mapped, const SplicedMemory &core)
{
    uint64_t end = 0;
    uint64_t room = largestGap;
    size_t parts = 0;
    Address last;
    const auto senseless = [] { return fail(ErrorCode::BadFormat, "its headers in memory make no sense"); };
    for (const ElfSegment &segment : mapped.segments) {
        if (segment.type != PT_LOAD || segment.fileSize == 0)
            continue;
        const Address begin = mapped.module.toLoaded(segment.address);
        const uint64_t there = core.readableSize(begin, segment.fileSize);
        if (there < segment.fileSize)
            return missing(mapped, begin + there);
        room += segment.fileSize + largestGap;
        // elf(5): they ascend. Parts that lie over each other would ask for more memory than the core has.
        if (segment.offset > largestImage || segment.fileSize > largestImage || begin < last || ++parts > mostParts)
            return senseless();
        last = begin + segment.fileSize;
        end = std::max(end, segment.offset + segment.fileSize);
    }
    // No allocation by an unchecked number: what is there bounds it.
    if (end < sizeof(Elf64_Ehdr) || end > room)
        return senseless();
    return end;
}

}

Result<std::shared_ptr<const ElfFile>> imageOf(const MappedModule &mapped, const SplicedMemory &core)
{
    if (!mapped.hasBias)
        return missing(mapped, mapped.module.range.begin);
    const auto size = sizeOf(mapped, core);
    if (!size)
        return std::unexpected(size.error());
    std::vector<std::byte> bytes(*size);
    for (const ElfSegment &segment : mapped.segments) {
        if (segment.type != PT_LOAD || segment.fileSize == 0)
            continue;
        const auto part = std::span(bytes).subspan(segment.offset, segment.fileSize);
        if (auto done = core.read(mapped.module.toLoaded(segment.address), part); !done)
            return std::unexpected(std::move(done.error()));
    }
    Elf64_Ehdr header{};
    std::memcpy(&header, bytes.data(), sizeof header);
    header.e_shoff = 0;
    header.e_shnum = 0;
    header.e_shstrndx = SHN_UNDEF;
    std::memcpy(bytes.data(), &header, sizeof header);
    return ElfFile::open(MappedFile::fromBytes(bytes, mapped.module.path + std::string(inTheCore)));
}

}
