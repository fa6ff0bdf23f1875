// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "tests/support/corebuilder.h"

#include <algorithm>
#include <array>

namespace Freezeframe
{

namespace
{

constexpr size_t pageSize = 4096;
// struct user_regs_struct by DWARF number.
constexpr std::array<int, 27> registerOrder
    = {15, 14, 13, 12, 6, 3, 11, 10, 9, 8, 0, 2, 1, 4, 5, -1, 16, 51, 49, 7, 52, 58, 59, 53, 50, 54, 55};

}

CoreBuilder &CoreBuilder::setMachine(uint16_t machine)
{
    m_machine = machine;
    return *this;
}

CoreBuilder &CoreBuilder::setOwner(std::string owner)
{
    m_owner = std::move(owner);
    return *this;
}

CoreBuilder &CoreBuilder::setNoteAlignment(uint64_t alignment)
{
    m_noteAlignment = alignment;
    return *this;
}

CoreBuilder &CoreBuilder::setNotesLast(bool isLast)
{
    m_notesLast = isLast;
    return *this;
}

CoreBuilder &CoreBuilder::setExtendedNumbering(bool isOn)
{
    m_extendedNumbering = isOn;
    return *this;
}

CoreBuilder &CoreBuilder::addNote(std::string_view owner, uint32_t type, std::span<const std::byte> description)
{
    return addRawNotes(elfNote(owner, type, description, m_noteAlignment == 8 ? 8 : 4));
}

CoreBuilder &CoreBuilder::addRawNotes(std::span<const std::byte> bytes)
{
    m_notes.back().add(bytes);
    return *this;
}

Bytes CoreBuilder::threadStatus(const Thread &thread)
{
    Bytes bytes;
    bytes.addZeros(336);
    bytes.put<int32_t>(0, thread.signal);
    bytes.put<int16_t>(12, thread.signal);
    bytes.put<int32_t>(32, thread.tid);
    for (size_t index = 0; index < registerOrder.size(); ++index) {
        if (const auto found = thread.registers.find(registerOrder[index]); found != thread.registers.end())
            bytes.put<uint64_t>(112 + index * 8, found->second);
    }
    return bytes;
}

CoreBuilder &CoreBuilder::addThread(const Thread &thread)
{
    return addNote(m_owner, NT_PRSTATUS, threadStatus(thread));
}

CoreBuilder &CoreBuilder::addSignal(int32_t signal, int32_t code, uint64_t address)
{
    Bytes bytes;
    bytes.addZeros(128);
    bytes.put(0, signal).put(8, code).put(16, address);
    return addNote(m_owner, NT_SIGINFO, bytes);
}

CoreBuilder &CoreBuilder::addProcess(int32_t pid, std::string_view name, std::string_view arguments)
{
    Bytes bytes;
    bytes.addZeros(136);
    bytes.put(1, 'R').put(24, pid);
    std::ranges::copy(std::as_bytes(std::span(name.substr(0, 16))), bytes.data().begin() + 40);
    std::ranges::copy(std::as_bytes(std::span(arguments.substr(0, 80))), bytes.data().begin() + 56);
    return addNote(m_owner, NT_PRPSINFO, bytes);
}

CoreBuilder &CoreBuilder::addAuxiliaryVector(const std::map<uint64_t, uint64_t> &values)
{
    Bytes bytes;
    for (const auto &[key, value] : values)
        bytes.add(key).add(value);
    bytes.addZeros(16);
    return addNote(m_owner, NT_AUXV, bytes);
}

Bytes CoreBuilder::fileTable(const std::vector<MappedRange> &rows)
{
    Bytes bytes;
    bytes.add<uint64_t>(rows.size()).add<uint64_t>(pageSize);
    for (const MappedRange &row : rows)
        bytes.add(row.range.begin.value).add(row.range.end.value).add(row.fileOffset / pageSize);
    for (const MappedRange &row : rows)
        bytes.add(row.path).addZeros(1);
    return bytes;
}

CoreBuilder &CoreBuilder::addFiles(const std::vector<MappedRange> &rows)
{
    return addNote(m_owner, NT_FILE, fileTable(rows));
}

CoreBuilder &CoreBuilder::startNoteSegment()
{
    m_notes.emplace_back();
    return *this;
}

CoreBuilder &CoreBuilder::addLoad(uint64_t address, uint32_t flags, std::span<const std::byte> bytes,
                                  uint64_t memorySize)
{
    m_loads.push_back({address, flags, {bytes.begin(), bytes.end()}, memorySize});
    return *this;
}

std::vector<std::byte> CoreBuilder::build() const
{
    std::vector<const Bytes *> notes;
    for (const Bytes &segment : m_notes) {
        if (segment.size())
            notes.push_back(&segment);
    }
    const size_t count = notes.size() + m_loads.size();
    Bytes file;
    file.addZeros(sizeof(Elf64_Ehdr) + count * sizeof(Elf64_Phdr));
    std::vector<Elf64_Phdr> noteRows;
    const auto addNotes = [&] {
        for (const Bytes *segment : notes) {
            file.alignTo(m_noteAlignment);
            Elf64_Phdr row{};
            row.p_type = PT_NOTE;
            row.p_offset = file.size();
            row.p_filesz = segment->size();
            row.p_align = m_noteAlignment;
            noteRows.push_back(row);
            file.add(*segment);
        }
    };
    if (!m_notesLast)
        addNotes();
    file.alignTo(pageSize);
    std::vector<Elf64_Phdr> loadRows;
    for (const Load &load : m_loads) {
        Elf64_Phdr row{};
        row.p_type = PT_LOAD;
        row.p_flags = load.flags;
        row.p_offset = file.size();
        row.p_vaddr = load.address;
        row.p_filesz = load.bytes.size();
        row.p_memsz = load.memorySize ? load.memorySize : load.bytes.size();
        row.p_align = pageSize;
        loadRows.push_back(row);
        file.add(std::span<const std::byte>(load.bytes));
    }
    if (m_notesLast)
        addNotes();

    Elf64_Ehdr header{};
    std::memcpy(header.e_ident, ELFMAG, SELFMAG);
    header.e_ident[EI_CLASS] = ELFCLASS64;
    header.e_ident[EI_DATA] = ELFDATA2LSB;
    header.e_ident[EI_VERSION] = EV_CURRENT;
    header.e_type = ET_CORE;
    header.e_machine = m_machine;
    header.e_version = EV_CURRENT;
    header.e_phoff = sizeof header;
    header.e_ehsize = sizeof header;
    header.e_phentsize = sizeof(Elf64_Phdr);
    header.e_phnum = m_extendedNumbering ? uint16_t(PN_XNUM) : static_cast<uint16_t>(count);
    if (m_extendedNumbering) {
        file.alignTo(8);
        header.e_shoff = file.size();
        header.e_shentsize = sizeof(Elf64_Shdr);
        header.e_shnum = 1;
        Elf64_Shdr section{};
        section.sh_info = static_cast<uint32_t>(count);
        file.add(section);
    }
    file.put(0, header);
    size_t place = sizeof header;
    for (const auto *rows : {&noteRows, &loadRows}) {
        for (const Elf64_Phdr &row : *rows) {
            file.put(place, row);
            place += sizeof row;
        }
    }
    return std::move(file.data());
}

std::shared_ptr<const MappedFile> CoreBuilder::file(std::string name) const
{
    return MappedFile::fromBytes(build(), std::move(name));
}

Result<std::shared_ptr<const CoreFile>> CoreBuilder::open() const
{
    return CoreFile::open(file());
}

}
