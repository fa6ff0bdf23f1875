// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/address.h"
#include "backend/base/mappedfile.h"
#include "backend/base/result.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace Freezeframe
{

struct ElfSection {
    std::string name;
    uint32_t type = 0;
    uint64_t flags = 0;
    Address address; ///< as linked, without the load bias
    uint64_t offset = 0; ///< in the file
    uint64_t size = 0; ///< in the file: compressed size if compressed
    bool compressed = false; ///< SHF_COMPRESSED or .zdebug_
    size_t index = 0;
};

struct ElfSegment {
    uint32_t type = 0;
    uint32_t flags = 0; ///< PF_R | PF_W | PF_X
    uint64_t offset = 0;
    Address address; ///< p_vaddr, without the load bias
    uint64_t fileSize = 0;
    uint64_t memorySize = 0;
    uint64_t alignment = 0;
};

struct ElfSymbol {
    std::string_view name; ///< lives as long as the ElfFile
    Address address; ///< st_value, without the load bias (TLS: the offset in the block)
    uint64_t size = 0;
    uint8_t type = 0; ///< STT_FUNC, STT_OBJECT, STT_TLS …
    uint16_t section = 0; ///< SHN_UNDEF for imports
};

struct DebugLink {
    std::string fileName;
    uint32_t crc = 0;
};

/// One ELF file: headers, sections (decompressed on demand), symbols, ids. Immutable to callers; any thread
/// (what is made on demand is made under a lock). Damage is kept in warnings(); the rest is used.
class ElfFile
{
public:
    /// Needs a readable ELF64 little-endian header; all else may be damaged. Other classes and byte
    /// orders are Unsupported, with a sentence that says what the file is.
    [[nodiscard]] static Result<std::shared_ptr<const ElfFile>> open(std::shared_ptr<const MappedFile> file);
    [[nodiscard]] static Result<std::shared_ptr<const ElfFile>> openAt(const std::string &path);
    ~ElfFile();

    [[nodiscard]] const std::shared_ptr<const MappedFile> &file() const;
    [[nodiscard]] const std::string &path() const { return file()->path(); }
    [[nodiscard]] uint16_t type() const; ///< ET_EXEC, ET_DYN, ET_CORE
    [[nodiscard]] uint16_t machine() const; ///< EM_X86_64 …
    [[nodiscard]] Address entry() const;
    [[nodiscard]] const std::vector<ElfSegment> &segments() const;
    [[nodiscard]] const std::vector<ElfSection> &sections() const;
    [[nodiscard]] const std::vector<Error> &warnings() const;

    [[nodiscard]] const ElfSection *findSection(std::string_view name) const;
    /// Bytes of a section, decompressed (zlib, zstd, .zdebug_) once and kept.
    [[nodiscard]] Result<std::span<const std::byte>> sectionData(const ElfSection &section) const;
    /// The same by name ("debug_info" also finds .zdebug_info): NotFound without such a section.
    [[nodiscard]] Result<std::span<const std::byte>> sectionData(std::string_view name) const;

    /// What the file has for linked addresses [address, address + size): only whole and inside one PT_LOAD's
    /// file part; zero fill (memorySize > fileSize) gives Truncated, as does a cut file.
    [[nodiscard]] Result<std::span<const std::byte>> bytesAt(Address address, uint64_t size) const;

    /// GNU build id as hexadecimal digits, empty if none.
    [[nodiscard]] const std::string &buildId() const;
    /// Text of .note.go.buildid ("a/b/c/d"), empty if none.
    [[nodiscard]] const std::string &goBuildId() const;
    [[nodiscard]] std::optional<DebugLink> debugLink() const;

    /// .symtab, else .dynsym; sorted by address. Empty if stripped.
    [[nodiscard]] const std::vector<ElfSymbol> &symbols() const;
    [[nodiscard]] const ElfSymbol *findSymbol(std::string_view name) const;
    /// The function or object whose range covers the linked @p address (size 0: the nearest one before).
    [[nodiscard]] const ElfSymbol *symbolAt(Address address) const;

private:
    ElfFile();
    struct Data;
    std::unique_ptr<Data> d;
};

/// The GNU and Go build ids in the notes @p bytes (a PT_NOTE or .note section).
struct NoteIds {
    std::string buildId;
    std::string goBuildId;
};
[[nodiscard]] NoteIds idsFromNotes(std::span<const std::byte> bytes, uint64_t alignment);

}
