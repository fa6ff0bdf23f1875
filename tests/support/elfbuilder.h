// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/mappedfile.h"
#include "tests/support/bytes.h"

#include <elf.h>
#include <memory>
#include <string>

namespace Freezeframe
{

/// One note, padded to @p alignment; @p owner gets its NUL unless it is empty.
[[nodiscard]] Bytes elfNote(std::string_view owner, uint32_t type, std::span<const std::byte> description,
                            size_t alignment = 4);

/// Builds a small ELF64 program or library. Segments lie page by page in the file; sections follow them.
class ElfBuilder
{
public:
    explicit ElfBuilder(uint16_t type = ET_DYN, uint16_t machine = EM_X86_64);

    ElfBuilder &setEntry(uint64_t entry);
    /// A PT_LOAD whose file part is @p bytes at a page-aligned offset; @p memorySize 0 means the same size.
    ElfBuilder &addLoad(uint64_t address, uint32_t flags, std::span<const std::byte> bytes, uint64_t memorySize = 0);
    /// The first PT_LOAD begins with the ELF header, as linkers make it: it covers headers and notes, then @p bytes.
    ElfBuilder &addHeaderLoad(uint64_t address, uint32_t flags, std::span<const std::byte> bytes = {});
    /// Notes of PT_NOTE, inside the header load if there is one.
    ElfBuilder &addNotes(std::span<const std::byte> notes);
    ElfBuilder &addBuildId(std::string_view id);
    ElfBuilder &addGoBuildId(std::string_view id);
    ElfBuilder &addSection(std::string name, uint32_t type, uint64_t flags, uint64_t address,
                           std::span<const std::byte> bytes);
    ElfBuilder &addSymbol(std::string_view name, uint64_t value, uint64_t size, uint8_t type, uint16_t section = 1);
    ElfBuilder &setDebugLink(std::string_view name, uint32_t crc);

    [[nodiscard]] std::vector<std::byte> build() const;
    [[nodiscard]] std::shared_ptr<const MappedFile> file(std::string name = "built.elf") const;

private:
    struct Load {
        uint64_t address;
        uint32_t flags;
        std::vector<std::byte> bytes;
        uint64_t memorySize;
        bool hasHeader;
    };
    struct Section {
        std::string name;
        uint32_t type;
        uint64_t flags;
        uint64_t address;
        std::vector<std::byte> bytes;
    };
    [[nodiscard]] std::vector<Section> allSections() const;

    Elf64_Ehdr m_header{};
    std::vector<Load> m_loads;
    std::vector<Section> m_sections;
    Bytes m_notes;
    Bytes m_symbols;
    Bytes m_symbolNames;
};

}
