// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/corehead.h"

#include "backend/elf/programsegment.h"

#include <algorithm>
#include <cstring>
#include <elf.h>

namespace Freezeframe
{
namespace
{

uint32_t flagsOf(const ProcessMapping &mapping)
{
    return (mapping.isReadable ? PF_R : 0U) | (mapping.isWritable ? PF_W : 0U) | (mapping.isExecutable ? PF_X : 0U);
}

CoreSegment absent(AddressRange range, uint32_t flags)
{
    return {.range = range, .offset = 0, .fileSize = 0, .flags = flags};
}

void append(std::vector<std::byte> &bytes, const void *data, size_t size)
{
    const auto *begin = static_cast<const std::byte *>(data);
    bytes.insert(bytes.end(), begin, begin + size);
}

uint64_t storedBytes(const std::vector<CoreSegment> &segments)
{
    uint64_t bytes = 0;
    for (const CoreSegment &segment : segments)
        bytes += segment.fileSize;
    return bytes;
}

/// At most @p most ranges with all holes in them: the narrowest gaps go first.
std::vector<AddressRange> joinedHoles(const std::vector<MemoryHole> &holes, size_t most)
{
    std::vector<std::pair<uint64_t, size_t>> gaps; // width, index of the hole behind it
    for (size_t i = 1; i < holes.size(); ++i)
        gaps.emplace_back(holes[i].range.begin - holes[i - 1].range.end, i);
    std::ranges::sort(gaps);
    gaps.resize(holes.size() > most ? holes.size() - most : 0);
    std::vector<bool> isJoined(holes.size());
    for (const auto &[width, index] : gaps)
        isJoined[index] = true;
    std::vector<AddressRange> joined;
    for (size_t i = 0; i < holes.size(); ++i) {
        if (isJoined[i])
            joined.back().end = holes[i].range.end;
        else
            joined.push_back(holes[i].range);
    }
    return joined;
}

/// One segment without the holes in it.
void appendParts(std::vector<CoreSegment> &parts, CoreSegment segment, const std::vector<AddressRange> &holes)
{
    const AddressRange inFile{segment.range.begin, segment.range.begin + segment.fileSize};
    for (const AddressRange &hole : holes) {
        const AddressRange cut{std::max(hole.begin, segment.range.begin), std::min(hole.end, inFile.end)};
        if (cut.isEmpty())
            continue;
        const uint64_t before = cut.begin - segment.range.begin;
        if (before > 0) {
            parts.push_back({.range = {segment.range.begin, cut.begin},
                             .offset = segment.offset,
                             .fileSize = before,
                             .flags = segment.flags});
        }
        parts.push_back(absent(cut, segment.flags));
        segment.offset += cut.end - segment.range.begin;
        segment.range.begin = cut.end;
        segment.fileSize = inFile.end - cut.end;
    }
    if (segment.fileSize == 0)
        segment.offset = 0;
    if (!segment.range.isEmpty())
        parts.push_back(segment);
}

}

std::vector<CoreSegment> segmentsOf(const std::vector<ProcessMapping> &mappings,
                                    const std::vector<AddressRange> &stored, CoreLayout &layout)
{
    std::vector<CoreSegment> segments;
    auto next = stored.begin();
    for (const ProcessMapping &mapping : mappings) {
        const uint32_t flags = flagsOf(mapping);
        AddressRange rest = mapping.range;
        while (next != stored.end() && next->end <= rest.begin)
            ++next;
        for (auto part = next; part != stored.end() && part->begin < rest.end; ++part) {
            const AddressRange inFile{std::max(part->begin, rest.begin), std::min(part->end, rest.end)};
            if (rest.begin < inFile.begin)
                segments.push_back(absent({rest.begin, inFile.begin}, flags));
            for (const PlacedRange &place : layout.place(inFile)) {
                segments.push_back(
                    {.range = place.range, .offset = place.offset, .fileSize = place.range.size(), .flags = flags});
            }
            rest.begin = inFile.end;
        }
        if (rest.isEmpty())
            continue;
        // The ELF header of a file is one page of one segment, as the kernel has it.
        if (rest.begin > mapping.range.begin)
            segments.back().range.end = rest.end;
        else
            segments.push_back(absent(rest, flags));
    }
    return segments;
}

uint64_t cutHoles(std::vector<CoreSegment> &segments, const std::vector<MemoryHole> &all, size_t most)
{
    if (all.empty())
        return 0;
    const std::vector<AddressRange> holes = joinedHoles(all, std::max<size_t>(1, most / 2));
    const uint64_t before = storedBytes(segments);
    std::vector<CoreSegment> cut;
    std::vector<AddressRange> inside;
    auto next = holes.begin();
    for (const CoreSegment &segment : segments) {
        while (next != holes.end() && next->end <= segment.range.begin)
            ++next;
        inside.clear();
        for (auto hole = next; hole != holes.end() && hole->begin < segment.range.end; ++hole)
            inside.push_back(*hole);
        appendParts(cut, segment, inside);
    }
    segments = std::move(cut);
    const uint64_t gone = before - storedBytes(segments);
    uint64_t unreadable = 0;
    for (const MemoryHole &hole : all)
        unreadable += hole.range.size();
    return gone - std::min(gone, unreadable);
}

void mergeSegments(std::vector<CoreSegment> &segments)
{
    std::vector<CoreSegment> merged;
    for (const CoreSegment &segment : segments) {
        if (!merged.empty()) {
            CoreSegment &last = merged.back();
            const bool isWhole = last.fileSize == last.range.size() && segment.fileSize == segment.range.size()
                && last.offset + last.fileSize == segment.offset;
            const bool isAbsent = last.fileSize == 0 && segment.fileSize == 0;
            if (last.range.end == segment.range.begin && last.flags == segment.flags && (isWhole || isAbsent)) {
                last.range.end = segment.range.end;
                last.fileSize += segment.fileSize;
                continue;
            }
        }
        merged.push_back(segment);
    }
    segments = std::move(merged);
}

std::vector<std::byte> CoreHead::bytes() const
{
    const size_t count = segments.size() + files.size() + 1;
    const bool isMany = count >= PN_XNUM;
    Elf64_Ehdr header{};
    std::memcpy(header.e_ident, ELFMAG, SELFMAG);
    header.e_ident[EI_CLASS] = ELFCLASS64;
    header.e_ident[EI_DATA] = ELFDATA2LSB;
    header.e_ident[EI_VERSION] = EV_CURRENT;
    header.e_type = ET_CORE;
#if defined(__x86_64__)
    header.e_machine = EM_X86_64;
#elif defined(__aarch64__)
    header.e_machine = EM_AARCH64;
#else
#error "an architecture that Freezeframe does not know"
#endif
    header.e_version = EV_CURRENT;
    header.e_ehsize = sizeof(Elf64_Ehdr);
    header.e_phoff = sizeof(Elf64_Ehdr);
    header.e_phentsize = sizeof(Elf64_Phdr);
    header.e_phnum = Elf64_Half(isMany ? PN_XNUM : count);
    const uint64_t notesAt = sizeof(Elf64_Ehdr) + count * sizeof(Elf64_Phdr);
    if (isMany) { // elf(5): the true number is in the only section header
        header.e_shoff = notesAt + notes.size();
        header.e_shentsize = sizeof(Elf64_Shdr);
        header.e_shnum = 1;
    }
    std::vector<std::byte> head;
    append(head, &header, sizeof header);
    Elf64_Phdr note{};
    note.p_type = PT_NOTE;
    note.p_offset = notesAt;
    note.p_filesz = notes.size();
    note.p_align = 4;
    append(head, &note, sizeof note);
    for (const CoreSegment &segment : segments) {
        Elf64_Phdr load{};
        load.p_type = PT_LOAD;
        load.p_flags = segment.flags;
        load.p_offset = segment.offset;
        load.p_vaddr = segment.range.begin.value;
        load.p_filesz = segment.fileSize;
        load.p_memsz = segment.range.size();
        load.p_align = 4096;
        append(head, &load, sizeof load);
    }
    for (const CoreSegment &file : files) {
        Elf64_Phdr program{};
        program.p_type = programFileSegment;
        program.p_flags = PF_R;
        program.p_offset = file.offset;
        program.p_filesz = file.fileSize;
        program.p_align = 4096;
        append(head, &program, sizeof program);
    }
    append(head, notes.data(), notes.size());
    if (isMany) {
        Elf64_Shdr section{};
        section.sh_info = Elf64_Word(count);
        append(head, &section, sizeof section);
    }
    return head;
}

}
