// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/elf/elfhandle.h"

#include "backend/base/bytereader.h"

#include <algorithm>
#include <climits>
#include <gelf.h>
#include <libelf.h>

namespace Freezeframe
{

namespace
{

bool knowsThisVersion()
{
    static const bool isKnown = elf_version(EV_CURRENT) != EV_NONE; // once: it sets a variable of all threads
    return isKnown;
}

bool isInside(std::span<const std::byte> bytes, uint64_t start, uint64_t count, uint64_t stride)
{
    return start <= bytes.size() && count <= (bytes.size() - start) / stride;
}

/// libelf takes tables that reach past the end to be shorter or missing, without a word, and rows to have their usual
/// size. It gets only files for which that is the same: damage is for whoever can tell of it.
bool hasWholeTables(std::span<const std::byte> bytes)
{
    const auto header = loadAt<Elf64_Ehdr>(bytes, 0);
    if (!header)
        return false;
    uint64_t sections = header->e_shnum;
    uint64_t segments = header->e_phnum;
    if (header->e_shoff == 0) {
        if (sections != 0 || segments == PN_XNUM)
            return false;
    } else {
        const auto first = loadAt<Elf64_Shdr>(bytes, header->e_shoff);
        if (!first || header->e_shentsize != sizeof(Elf64_Shdr) || (segments == PN_XNUM && first->sh_info == 0))
            return false;
        if (sections == 0)
            sections = first->sh_size;
        if (segments == PN_XNUM)
            segments = first->sh_info;
    }
    return isInside(bytes, header->e_shoff, sections, sizeof(Elf64_Shdr))
        && (segments == 0
            || (header->e_phoff != 0 && header->e_phentsize == sizeof(Elf64_Phdr)
                && isInside(bytes, header->e_phoff, segments, sizeof(Elf64_Phdr))));
}

std::optional<size_t> numberFrom(int (*get)(Elf *, size_t *), Elf *elf)
{
    size_t number = 0;
    return get(elf, &number) == 0 ? std::optional(number) : std::nullopt;
}

}

void ElfHandle::End::operator()(Elf *elf) const
{
    elf_end(elf);
}

ElfHandle::ElfHandle(Elf *elf)
    : m_elf(elf)
{
}

std::optional<ElfHandle> ElfHandle::open(std::span<const std::byte> bytes)
{
    if (!knowsThisVersion() || !hasWholeTables(bytes))
        return std::nullopt;
    // elf_memory opens for reading, so that the bytes are left as they are, const or not.
    auto *image = const_cast<char *>(reinterpret_cast<const char *>(bytes.data()));
    ElfHandle handle(elf_memory(image, bytes.size()));
    if (!handle.m_elf || elf_kind(handle.m_elf.get()) != ELF_K_ELF || gelf_getclass(handle.m_elf.get()) != ELFCLASS64)
        return std::nullopt;
    return handle;
}

std::optional<size_t> ElfHandle::segmentCount() const
{
    return numberFrom(elf_getphdrnum, m_elf.get());
}

std::optional<size_t> ElfHandle::sectionCount() const
{
    return numberFrom(elf_getshdrnum, m_elf.get());
}

std::optional<size_t> ElfHandle::sectionNameTable() const
{
    return numberFrom(elf_getshdrstrndx, m_elf.get());
}

std::optional<Elf64_Phdr> ElfHandle::segment(size_t index) const
{
    GElf_Phdr row;
    if (index > INT_MAX || !gelf_getphdr(m_elf.get(), static_cast<int>(index), &row))
        return std::nullopt;
    return row;
}

std::optional<Elf64_Shdr> ElfHandle::section(size_t index) const
{
    GElf_Shdr row;
    if (!gelf_getshdr(elf_getscn(m_elf.get(), index), &row))
        return std::nullopt;
    return row;
}

std::optional<std::string_view> ElfHandle::string(size_t table, size_t offset) const
{
    // One that is compressed would be unpacked, into as many bytes as it asks for.
    if (const auto row = section(table); !row || (row->sh_flags & SHF_COMPRESSED))
        return std::nullopt;
    const char *text = elf_strptr(m_elf.get(), table, offset); // one without an end in the table is refused
    return text ? std::optional<std::string_view>(text) : std::nullopt;
}

std::optional<std::vector<Elf64_Sym>> ElfHandle::symbols(size_t table) const
{
    Elf_Data *data = elf_getdata(elf_getscn(m_elf.get(), table), nullptr);
    if (!data || !data->d_buf || data->d_type != ELF_T_SYM) // one that is compressed has another type
        return std::nullopt;
    std::vector<Elf64_Sym> rows(std::min<size_t>(data->d_size / sizeof(Elf64_Sym), INT_MAX));
    for (size_t index = 0; index < rows.size(); ++index) {
        if (!gelf_getsym(data, static_cast<int>(index), &rows[index]))
            return std::nullopt;
    }
    return rows;
}

}
