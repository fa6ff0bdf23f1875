// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/elf/corefile.h"
#include "tests/support/elfbuilder.h"

#include <map>

namespace Freezeframe
{

/// Builds an ET_CORE as the kernel writes it: headers, notes, then the segments' bytes. What to break is up to the test.
class CoreBuilder
{
public:
    /// What an NT_PRSTATUS of x86-64 is built from; registers by DWARF number.
    struct Thread {
        int32_t tid = 1;
        int16_t signal = 0;
        std::map<int, uint64_t> registers;
    };

    CoreBuilder &setMachine(uint16_t machine);
    CoreBuilder &setOwner(std::string owner); ///< of the notes that follow; "CORE" at first
    CoreBuilder &setNoteAlignment(uint64_t alignment); ///< before the first note
    CoreBuilder &setNotesLast(bool isLast); ///< after the segments' bytes, as gdb and Delve do
    CoreBuilder &setExtendedNumbering(bool isOn); ///< PN_XNUM, the count in section header 0

    CoreBuilder &addNote(std::string_view owner, uint32_t type, std::span<const std::byte> description);
    CoreBuilder &addRawNotes(std::span<const std::byte> bytes);
    CoreBuilder &addThread(const Thread &thread);
    CoreBuilder &addSignal(int32_t signal, int32_t code, uint64_t address);
    CoreBuilder &addProcess(int32_t pid, std::string_view name, std::string_view arguments);
    CoreBuilder &addAuxiliaryVector(const std::map<uint64_t, uint64_t> &values);
    CoreBuilder &addFiles(const std::vector<MappedRange> &rows);
    /// Begins another PT_NOTE.
    CoreBuilder &startNoteSegment();
    /// A PT_LOAD; @p memorySize 0 means the size of @p bytes.
    CoreBuilder &addLoad(uint64_t address, uint32_t flags, std::span<const std::byte> bytes, uint64_t memorySize = 0);

    [[nodiscard]] std::vector<std::byte> build() const;
    [[nodiscard]] std::shared_ptr<const MappedFile> file(std::string name = "core") const;
    [[nodiscard]] Result<std::shared_ptr<const CoreFile>> open() const;

    /// Descriptions of notes, for tests that bend them.
    [[nodiscard]] static Bytes threadStatus(const Thread &thread);
    [[nodiscard]] static Bytes fileTable(const std::vector<MappedRange> &rows);

private:
    struct Load {
        uint64_t address;
        uint32_t flags;
        std::vector<std::byte> bytes;
        uint64_t memorySize;
    };
    uint16_t m_machine = EM_X86_64;
    std::string m_owner = "CORE";
    uint64_t m_noteAlignment = 4;
    bool m_notesLast = false;
    bool m_extendedNumbering = false;
    std::vector<Bytes> m_notes{1};
    std::vector<Load> m_loads;
};

}
