// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/support/elfbuilder.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

constexpr size_t pageSize = 4096;

}

Bytes elfNote(std::string_view owner, uint32_t type, std::span<const std::byte> description, size_t alignment)
{
    Bytes note;
    note.add(static_cast<uint32_t>(owner.empty() ? 0 : owner.size() + 1));
    note.add(static_cast<uint32_t>(description.size()));
    note.add(type);
    note.add(owner);
    if (!owner.empty())
        note.addZeros(1);
    note.alignTo(alignment);
    note.add(description);
    note.alignTo(alignment);
    return note;
}

ElfBuilder::ElfBuilder(uint16_t type, uint16_t machine)
{
    std::memcpy(m_header.e_ident, ELFMAG, SELFMAG);
    m_header.e_ident[EI_CLASS] = ELFCLASS64;
    m_header.e_ident[EI_DATA] = ELFDATA2LSB;
    m_header.e_ident[EI_VERSION] = EV_CURRENT;
    m_header.e_type = type;
    m_header.e_machine = machine;
    m_header.e_version = EV_CURRENT;
    m_header.e_ehsize = sizeof(Elf64_Ehdr);
    m_header.e_phentsize = sizeof(Elf64_Phdr);
    m_header.e_shentsize = sizeof(Elf64_Shdr);
    m_symbols.add(Elf64_Sym{});
    m_symbolNames.addZeros(1);
}

ElfBuilder &ElfBuilder::setEntry(uint64_t entry)
{
    m_header.e_entry = entry;
    return *this;
}

ElfBuilder &ElfBuilder::addLoad(uint64_t address, uint32_t flags, std::span<const std::byte> bytes, uint64_t memorySize)
{
    m_loads.push_back({address, flags, {bytes.begin(), bytes.end()}, memorySize, false});
    return *this;
}

ElfBuilder &ElfBuilder::addHeaderLoad(uint64_t address, uint32_t flags, std::span<const std::byte> bytes)
{
    m_loads.push_back({address, flags, {bytes.begin(), bytes.end()}, 0, true});
    return *this;
}

ElfBuilder &ElfBuilder::addNotes(std::span<const std::byte> notes)
{
    m_notes.add(notes);
    return *this;
}

ElfBuilder &ElfBuilder::addBuildId(std::string_view id)
{
    return addNotes(elfNote("GNU", NT_GNU_BUILD_ID, std::as_bytes(std::span(id))));
}

ElfBuilder &ElfBuilder::addGoBuildId(std::string_view id)
{
    return addNotes(elfNote("Go", 4, std::as_bytes(std::span(id))));
}

ElfBuilder &ElfBuilder::addSection(std::string name, uint32_t type, uint64_t flags, uint64_t address,
                                   std::span<const std::byte> bytes)
{
    m_sections.push_back({std::move(name), type, flags, address, {bytes.begin(), bytes.end()}});
    return *this;
}

ElfBuilder &ElfBuilder::addSymbol(std::string_view name, uint64_t value, uint64_t size, uint8_t type, uint16_t section)
{
    Elf64_Sym symbol{};
    symbol.st_name = static_cast<uint32_t>(m_symbolNames.size());
    symbol.st_info = static_cast<uint8_t>(ELF64_ST_INFO(STB_GLOBAL, type));
    symbol.st_shndx = section;
    symbol.st_value = value;
    symbol.st_size = size;
    m_symbols.add(symbol);
    m_symbolNames.add(name).addZeros(1);
    return *this;
}

ElfBuilder &ElfBuilder::setDebugLink(std::string_view name, uint32_t crc)
{
    Bytes bytes(name);
    bytes.addZeros(1).alignTo(4).add(crc);
    return addSection(".gnu_debuglink", SHT_PROGBITS, 0, 0, bytes);
}

std::vector<ElfBuilder::Section> ElfBuilder::allSections() const
{
    std::vector<Section> sections = {{"", SHT_NULL, 0, 0, {}}};
    sections.insert(sections.end(), m_sections.begin(), m_sections.end());
    if (m_symbols.size() > sizeof(Elf64_Sym)) {
        sections.push_back({".symtab", SHT_SYMTAB, 0, 0, m_symbols.data()});
        sections.push_back({".strtab", SHT_STRTAB, 0, 0, m_symbolNames.data()});
    }
    sections.push_back({".shstrtab", SHT_STRTAB, 0, 0, {}});
    return sections;
}

std::vector<std::byte> ElfBuilder::build() const
{
    const bool hasNotes = m_notes.size() > 0;
    const size_t headerEnd = sizeof(Elf64_Ehdr) + (m_loads.size() + (hasNotes ? 1 : 0)) * sizeof(Elf64_Phdr);
    Elf64_Ehdr header = m_header;
    Bytes programHeaders;
    Bytes file;
    file.addZeros(headerEnd).add(m_notes);
    uint64_t headerAddress = 0;
    for (const Load &load : m_loads) {
        Elf64_Phdr row{};
        row.p_type = PT_LOAD;
        row.p_flags = load.flags;
        row.p_vaddr = load.address;
        row.p_align = pageSize;
        if (!load.hasHeader) {
            file.alignTo(pageSize);
            row.p_offset = file.size();
        } else {
            headerAddress = load.address;
        }
        file.add(std::span<const std::byte>(load.bytes));
        row.p_filesz = file.size() - row.p_offset;
        row.p_memsz = load.memorySize ? load.memorySize : row.p_filesz;
        programHeaders.add(row);
    }
    if (hasNotes) {
        Elf64_Phdr row{};
        row.p_type = PT_NOTE;
        row.p_flags = PF_R;
        row.p_offset = headerEnd;
        row.p_vaddr = headerAddress + headerEnd;
        row.p_filesz = row.p_memsz = m_notes.size();
        row.p_align = 4;
        programHeaders.add(row);
    }
    header.e_phoff = sizeof(Elf64_Ehdr);
    header.e_phnum = static_cast<uint16_t>(programHeaders.size() / sizeof(Elf64_Phdr));

    Bytes names;
    Bytes sectionHeaders;
    const auto sections = allSections();
    for (const Section &section : sections) {
        Elf64_Shdr row{};
        row.sh_name = static_cast<uint32_t>(names.size());
        names.add(section.name).addZeros(1);
        row.sh_type = section.type;
        row.sh_flags = section.flags;
        row.sh_addr = section.address;
        row.sh_offset = file.size();
        row.sh_size = section.bytes.size();
        if (section.name == ".symtab")
            row.sh_link = static_cast<uint32_t>(sectionHeaders.size() / sizeof row + 1); // .strtab is the next one
        if (section.name == ".shstrtab") {
            row.sh_size = names.size();
            file.add(names);
        } else {
            file.add(std::span<const std::byte>(section.bytes));
        }
        sectionHeaders.add(row);
    }
    file.alignTo(8);
    header.e_shoff = file.size();
    header.e_shnum = static_cast<uint16_t>(sections.size());
    header.e_shstrndx = static_cast<uint16_t>(sections.size() - 1);
    file.add(sectionHeaders);
    file.put(0, header);
    std::ranges::copy(programHeaders.data(), file.data().begin() + ptrdiff_t(sizeof header));
    return std::move(file.data());
}

std::shared_ptr<const MappedFile> ElfBuilder::file(std::string name) const
{
    return MappedFile::fromBytes(build(), std::move(name));
}

}
