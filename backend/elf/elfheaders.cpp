// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/elf/elfheaders.h"

#include "backend/base/bytereader.h"
#include "backend/base/text.h"
#include "backend/elf/elfhandle.h"
#include "backend/elf/filekind.h"

#include <algorithm>
#include <elf.h>

namespace Freezeframe
{

namespace
{

/// One file's headers while they are read: each row from libelf, or without its help where it refuses the file.
/// One thread.
class HeaderReader
{
public:
    explicit HeaderReader(const MappedFile &file)
        : m_file(file)
    {
    }
    [[nodiscard]] Result<ElfHeaders> read();

private:
    void readSegments();
    void readSections();
    void nameSections(uint64_t stringTable);
    [[nodiscard]] uint64_t segmentCount();
    [[nodiscard]] uint64_t sectionCount(const Elf64_Shdr &first) const;
    [[nodiscard]] uint64_t sectionNameTable(const Elf64_Shdr &first) const;
    [[nodiscard]] Elf64_Phdr rawSegment(uint64_t index) const; ///< of those that the file has room for
    [[nodiscard]] std::optional<Elf64_Shdr> rawSection(uint64_t index) const;
    [[nodiscard]] std::optional<std::string_view> sectionName(uint64_t stringTable, uint32_t offset,
                                                              std::span<const std::byte> strings) const;
    void warn(std::string section, uint64_t offset, std::string message);

    const MappedFile &m_file;
    std::optional<ElfHandle> m_handle;
    Elf64_Ehdr m_header{};
    std::vector<uint32_t> m_nameOffsets;
    ElfHeaders m_result;
};

void HeaderReader::warn(std::string section, uint64_t offset, std::string message)
{
    m_result.warnings.push_back(Error{.code = ErrorCode::BadFormat,
                                      .message = std::move(message),
                                      .file = m_file.path(),
                                      .section = std::move(section),
                                      .offset = offset});
}

Result<ElfHeaders> HeaderReader::read()
{
    const auto header = loadAt<Elf64_Ehdr>(m_file.bytes(), 0);
    if (const auto foreign = whyNotElf64(m_file))
        return std::unexpected(*foreign);
    m_handle = ElfHandle::open(m_file.bytes());
    m_header = *header;
    m_result.type = m_header.e_type;
    m_result.machine = m_header.e_machine;
    m_result.osAbi = m_header.e_ident[EI_OSABI];
    m_result.entry = {m_header.e_entry};
    readSegments();
    readSections();
    return std::move(m_result);
}

std::optional<Elf64_Shdr> HeaderReader::rawSection(uint64_t index) const
{
    if (const auto row = m_handle ? m_handle->section(index) : std::nullopt)
        return row;
    const uint64_t stride = m_header.e_shentsize;
    if (m_header.e_shoff == 0 || stride < sizeof(Elf64_Shdr) || m_header.e_shoff > m_file.size()
        || index >= (m_file.size() - m_header.e_shoff) / stride)
        return std::nullopt;
    return loadAt<Elf64_Shdr>(m_file.bytes(), m_header.e_shoff + index * stride);
}

Elf64_Phdr HeaderReader::rawSegment(uint64_t index) const
{
    if (const auto row = m_handle ? m_handle->segment(index) : std::nullopt)
        return *row;
    return *loadAt<Elf64_Phdr>(m_file.bytes(), m_header.e_phoff + index * m_header.e_phentsize);
}

uint64_t HeaderReader::segmentCount()
{
    if (const auto count = m_handle ? m_handle->segmentCount() : std::nullopt)
        return *count;
    if (m_header.e_phnum != PN_XNUM)
        return m_header.e_phnum;
    if (const auto first = rawSection(0); first && first->sh_info > 0)
        return first->sh_info;
    warn("program headers", m_header.e_shoff,
         "the number of segments is said to be in section header 0, which is not there");
    return PN_XNUM;
}

uint64_t HeaderReader::sectionCount(const Elf64_Shdr &first) const
{
    if (const auto count = m_handle ? m_handle->sectionCount() : std::nullopt)
        return *count;
    return m_header.e_shnum ? m_header.e_shnum : first.sh_size;
}

uint64_t HeaderReader::sectionNameTable(const Elf64_Shdr &first) const
{
    if (const auto index = m_handle ? m_handle->sectionNameTable() : std::nullopt)
        return *index;
    return m_header.e_shstrndx == SHN_XINDEX ? first.sh_link : m_header.e_shstrndx;
}

/// A program header that has lost its table: what follows the table looks like this seldom or never.
bool isPlausible(const Elf64_Phdr &raw)
{
    const bool isKnown = raw.p_type <= PT_NOTE || raw.p_type == PT_PHDR || raw.p_type == PT_TLS
        || (raw.p_type >= PT_LOOS && raw.p_type <= PT_HIOS);
    return isKnown && raw.p_flags < 0x1000;
}

void HeaderReader::readSegments()
{
    const uint64_t count = segmentCount();
    m_result.promisedSegments = count;
    if (count == 0)
        return;
    const uint64_t stride = m_header.e_phentsize;
    const uint64_t start = m_header.e_phoff;
    if (stride < sizeof(Elf64_Phdr)) {
        warn("program headers", start, "e_phentsize is " + std::to_string(stride) + ", less than a program header");
        return;
    }
    m_result.segmentTableEnd = start > UINT64_MAX - count * stride ? UINT64_MAX : start + count * stride;
    const uint64_t room = start >= m_file.size() ? 0 : (m_file.size() - start) / stride;
    const uint64_t usable = std::min(count, room);
    m_result.segments.reserve(usable);
    uint64_t firstContent = UINT64_MAX;
    for (uint64_t index = 0; index < usable; ++index) {
        const uint64_t position = start + index * stride;
        const Elf64_Phdr raw = rawSegment(index);
        // A count that is too large runs on into the contents: stop where they stop looking like headers.
        if (position + stride > firstContent && !isPlausible(raw))
            break;
        if (raw.p_offset > start && raw.p_filesz > 0 && (raw.p_type == PT_LOAD || raw.p_type == PT_NOTE))
            firstContent = std::min<uint64_t>(firstContent, raw.p_offset);
        m_result.segments.push_back(ElfSegment{.type = raw.p_type,
                                               .flags = raw.p_flags,
                                               .offset = raw.p_offset,
                                               .address = {raw.p_vaddr},
                                               .fileSize = raw.p_filesz,
                                               .memorySize = raw.p_memsz,
                                               .alignment = raw.p_align});
    }
    auto &segments = m_result.segments;
    while (segments.size() < usable && !segments.empty() && segments.back().type == PT_NULL)
        segments.pop_back();
    const uint64_t got = segments.size();
    if (got < usable) {
        warn("program headers", start, clampedSentence("e_phnum", count, got));
        m_result.promisedSegments = got;
        m_result.segmentTableEnd = start + got * stride;
    } else if (got < count) {
        warn("program headers", start,
             "program headers stop at " + std::to_string(got) + " of " + std::to_string(count)
                 + ": the file ends there");
    }
}

void HeaderReader::readSections()
{
    if (m_header.e_shoff == 0 || m_header.e_type == ET_CORE)
        return;
    const auto first = rawSection(0);
    if (!first) {
        warn("section headers", m_header.e_shoff, "the section table lies outside the file, so sections are unknown");
        return;
    }
    const uint64_t count = sectionCount(*first);
    const uint64_t room = (m_file.size() - m_header.e_shoff) / m_header.e_shentsize;
    if (count > room)
        warn("section headers", m_header.e_shoff, clampedSentence("e_shnum", count, room));
    const uint64_t usable = std::min(count, room);
    m_result.sections.reserve(usable);
    m_nameOffsets.reserve(usable);
    for (uint64_t index = 0; index < usable; ++index) {
        const Elf64_Shdr raw = *rawSection(index);
        m_nameOffsets.push_back(raw.sh_name);
        m_result.sections.push_back(ElfSection{.name = {},
                                               .type = raw.sh_type,
                                               .flags = raw.sh_flags,
                                               .address = {raw.sh_addr},
                                               .offset = raw.sh_offset,
                                               .size = raw.sh_size,
                                               .compressed = (raw.sh_flags & SHF_COMPRESSED) != 0,
                                               .index = index});
    }
    nameSections(sectionNameTable(*first));
}

std::optional<std::string_view> HeaderReader::sectionName(uint64_t stringTable, uint32_t offset,
                                                          std::span<const std::byte> strings) const
{
    if (const auto name = m_handle ? m_handle->string(stringTable, offset) : std::nullopt)
        return name;
    ByteReader reader(strings);
    if (!reader.seek(offset))
        return std::nullopt;
    const auto name = reader.readCString();
    return name ? std::optional(*name) : std::nullopt;
}

void HeaderReader::nameSections(uint64_t stringTable)
{
    if (stringTable >= m_result.sections.size()) {
        warn("section headers", m_header.e_shoff, "the table of section names is missing");
        return;
    }
    const ElfSection &strings = m_result.sections[stringTable];
    const auto bytes = m_file.at(strings.offset, strings.size);
    if (!bytes) {
        warn("section headers", strings.offset, "the table of section names lies outside the file");
        return;
    }
    for (ElfSection &section : m_result.sections) {
        if (const auto name = sectionName(stringTable, m_nameOffsets[section.index], *bytes))
            section.name = *name;
        section.compressed = section.compressed || section.name.starts_with(".zdebug_");
    }
}

}

Result<ElfHeaders> readElfHeaders(const MappedFile &file)
{
    return HeaderReader(file).read();
}

std::string clampedSentence(std::string_view field, uint64_t says, uint64_t room)
{
    const std::string used = std::to_string(room);
    return std::string(field) + " says " + std::to_string(says) + ", the file has room for " + used + "; used " + used;
}

}
