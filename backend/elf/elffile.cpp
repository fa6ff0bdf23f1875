// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/elf/elffile.h"

#include "backend/base/bytereader.h"
#include "backend/base/text.h"
#include "backend/elf/elfdecompress.h"
#include "backend/elf/elfhandle.h"
#include "backend/elf/elfheaders.h"
#include "backend/elf/elfsymboltable.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <elf.h>
#include <map>
#include <mutex>

namespace Freezeframe
{

struct ElfFile::Data {
    std::shared_ptr<const MappedFile> file;
    ElfHeaders headers;
    NoteIds ids;

    std::mutex mutex; ///< guards unpacked; nodes of a map stay where they are
    std::map<size_t, Result<std::vector<std::byte>>> unpacked; ///< by section index
    std::once_flag symbolsOnce;
    ElfSymbolTable symbols;
};

ElfFile::ElfFile()
    : d(std::make_unique<Data>())
{
}

Result<std::shared_ptr<const ElfFile>> ElfFile::openAt(const std::string &path)
{
    auto file = MappedFile::open(path);
    if (!file)
        return std::unexpected(std::move(file.error()));
    return open(std::move(*file));
}

ElfFile::~ElfFile() = default;

namespace
{

void addIds(NoteIds &ids, std::span<const std::byte> bytes, uint64_t alignment)
{
    const NoteIds found = idsFromNotes(bytes, alignment);
    if (ids.buildId.empty())
        ids.buildId = found.buildId;
    if (ids.goBuildId.empty())
        ids.goBuildId = found.goBuildId;
}

/// Go's linker names only its own note in a PT_NOTE. Without the sections' names the GNU one is found by its form: it
/// lies in the first part that is loaded, near the file's head.
void searchIds(NoteIds &ids, const MappedFile &file, const ElfHeaders &headers)
{
    constexpr uint64_t mostBytes = 64 << 10;
    constexpr std::array<uint8_t, 8> typeAndOwner = {NT_GNU_BUILD_ID, 0, 0, 0, 'G', 'N', 'U', 0};
    constexpr size_t sizes = 8; // those of owner and description come before
    const auto load = std::ranges::find(headers.segments, uint32_t(PT_LOAD), &ElfSegment::type);
    if (load == headers.segments.end() || load->offset >= file.size())
        return;
    const auto bytes = file.at(load->offset, std::min({load->fileSize, mostBytes, file.size() - load->offset}));
    for (size_t at = 0; bytes && at + sizes + typeAndOwner.size() <= bytes->size() && ids.buildId.empty(); at += 4) {
        if (std::memcmp(bytes->data() + at + sizes, typeAndOwner.data(), typeAndOwner.size()) == 0)
            addIds(ids, bytes->subspan(at), 4);
    }
}

NoteIds findIds(const MappedFile &file, const ElfHeaders &headers)
{
    NoteIds ids;
    for (const ElfSegment &segment : headers.segments) {
        if (segment.type != PT_NOTE)
            continue;
        if (const auto bytes = file.at(segment.offset, segment.fileSize))
            addIds(ids, *bytes, segment.alignment);
    }
    for (const ElfSection &section : headers.sections) {
        if (section.type != SHT_NOTE || section.compressed)
            continue;
        if (const auto bytes = file.at(section.offset, section.size))
            addIds(ids, *bytes, 4);
    }
    const bool hasNames = std::ranges::any_of(headers.sections, [](const ElfSection &section) {
        return section.name == ".text" || section.name == ".shstrtab";
    });
    if (ids.buildId.empty() && !hasNames && headers.type != ET_CORE)
        searchIds(ids, file, headers);
    return ids;
}

}

Result<std::shared_ptr<const ElfFile>> ElfFile::open(std::shared_ptr<const MappedFile> file)
{
    auto headers = readElfHeaders(*file);
    if (!headers)
        return std::unexpected(std::move(headers.error()));
    std::shared_ptr<ElfFile> elf(new ElfFile);
    elf->d->ids = findIds(*file, *headers);
    elf->d->headers = std::move(*headers);
    elf->d->file = std::move(file);
    return elf;
}

const std::shared_ptr<const MappedFile> &ElfFile::file() const
{
    return d->file;
}

uint16_t ElfFile::type() const
{
    return d->headers.type;
}

uint16_t ElfFile::machine() const
{
    return d->headers.machine;
}

Address ElfFile::entry() const
{
    return d->headers.entry;
}

const std::vector<ElfSegment> &ElfFile::segments() const
{
    return d->headers.segments;
}

const std::vector<ElfSection> &ElfFile::sections() const
{
    return d->headers.sections;
}

const std::vector<Error> &ElfFile::warnings() const
{
    return d->headers.warnings;
}

const ElfSection *ElfFile::findSection(std::string_view name) const
{
    const auto found = std::ranges::find(d->headers.sections, name, &ElfSection::name);
    return found == d->headers.sections.end() ? nullptr : &*found;
}

Result<std::span<const std::byte>> ElfFile::sectionData(const ElfSection &section) const
{
    if (section.type == SHT_NOBITS) {
        return std::unexpected(Error{.code = ErrorCode::NotFound,
                                     .message = "the section has no contents in this file",
                                     .file = path(),
                                     .section = section.name});
    }
    auto raw = d->file->at(section.offset, section.size);
    if (!raw) {
        raw.error().section = section.name;
        return raw;
    }
    if (!section.compressed)
        return raw;

    const std::lock_guard lock(d->mutex);
    auto found = d->unpacked.find(section.index);
    if (found == d->unpacked.end()) {
        auto unpacked = decompressSection(*raw, !(section.flags & SHF_COMPRESSED));
        if (!unpacked) {
            unpacked.error().file = path();
            unpacked.error().section = section.name;
            unpacked.error().offset = section.offset;
        }
        found = d->unpacked.emplace(section.index, std::move(unpacked)).first;
    }
    if (!found->second)
        return std::unexpected(found->second.error());
    return std::span<const std::byte>(*found->second);
}

Result<std::span<const std::byte>> ElfFile::sectionData(std::string_view name) const
{
    const std::string_view bare = name.starts_with('.') ? name.substr(1) : name;
    for (const ElfSection &section : d->headers.sections) {
        std::string_view other = section.name;
        if (!other.starts_with('.'))
            continue;
        other.remove_prefix(1);
        const bool isOldStyle = other.starts_with("zdebug_") && bare.starts_with("debug_");
        if (other == bare || (isOldStyle && other.substr(1) == bare))
            return sectionData(section);
    }
    return std::unexpected(
        Error{.code = ErrorCode::NotFound, .message = "the file has no section " + escaped(name), .file = path()});
}

Result<std::span<const std::byte>> ElfFile::bytesAt(Address address, uint64_t size) const
{
    for (const ElfSegment &segment : d->headers.segments) {
        if (segment.type != PT_LOAD || address < segment.address || address - segment.address >= segment.memorySize)
            continue;
        const uint64_t within = address - segment.address;
        if (within > segment.fileSize || segment.fileSize - within < size) {
            return std::unexpected(
                Error{.code = ErrorCode::Truncated,
                      .message = "the file has no bytes for all of " + byteCount(size) + " at " + address.toString(),
                      .file = path()});
        }
        if (segment.offset > UINT64_MAX - within)
            return d->file->at(UINT64_MAX, size);
        return d->file->at(segment.offset + within, size);
    }
    return std::unexpected(
        Error{.code = ErrorCode::Unmapped, .message = "the file has nothing at " + address.toString(), .file = path()});
}

const std::string &ElfFile::buildId() const
{
    return d->ids.buildId;
}

const std::string &ElfFile::goBuildId() const
{
    return d->ids.goBuildId;
}

std::optional<DebugLink> ElfFile::debugLink() const
{
    const auto bytes = sectionData(".gnu_debuglink");
    if (!bytes)
        return std::nullopt;
    ByteReader reader(*bytes);
    const auto name = reader.readCString();
    reader.align(4);
    const auto crc = reader.read<uint32_t>();
    if (!name || name->empty() || !crc)
        return std::nullopt;
    return DebugLink{.fileName = std::string(*name), .crc = *crc};
}

namespace
{

/// The whole rows of a symbol table that libelf does not give: compressed, cut inside a row, in a damaged file.
Result<std::vector<Elf64_Sym>> rowsOf(const ElfFile &elf, const ElfSection &section)
{
    const auto bytes = elf.sectionData(section);
    if (!bytes)
        return std::unexpected(bytes.error());
    std::vector<Elf64_Sym> rows(bytes->size() / sizeof(Elf64_Sym));
    if (!rows.empty())
        std::memcpy(rows.data(), bytes->data(), rows.size() * sizeof(Elf64_Sym));
    return rows;
}

/// The string table that @p section refers to, or else the one with the usual @p name.
Result<std::span<const std::byte>> stringsOf(const ElfFile &elf, const ElfSection &section,
                                             const std::optional<ElfHandle> &handle, std::string_view name)
{
    const auto row = handle ? handle->section(section.index) : std::nullopt;
    if (row && row->sh_link < elf.sections().size() && elf.sections()[row->sh_link].type == SHT_STRTAB) {
        if (const auto strings = elf.sectionData(elf.sections()[row->sh_link]))
            return strings;
    }
    return elf.sectionData(name);
}

/// The first symbol table of @p type with its strings; empty if it is damaged or missing.
ElfSymbolTable loadSymbols(const ElfFile &elf, uint32_t type, std::string_view stringsName)
{
    const auto handle = ElfHandle::open(elf.file()->bytes()); // of this call alone: it is for one thread
    for (const ElfSection &section : elf.sections()) {
        if (section.type != type)
            continue;
        const auto strings = stringsOf(elf, section, handle, stringsName);
        if (!strings)
            continue;
        if (const auto rows = handle ? handle->symbols(section.index) : std::nullopt)
            return ElfSymbolTable(*rows, *strings);
        if (const auto rows = rowsOf(elf, section))
            return ElfSymbolTable(*rows, *strings);
    }
    return {};
}

const ElfSymbolTable &symbolTable(const ElfFile &elf, std::once_flag &once, ElfSymbolTable &table)
{
    std::call_once(once, [&] {
        table = loadSymbols(elf, SHT_SYMTAB, ".strtab");
        if (table.symbols().empty())
            table = loadSymbols(elf, SHT_DYNSYM, ".dynstr");
    });
    return table;
}

}

const std::vector<ElfSymbol> &ElfFile::symbols() const
{
    return symbolTable(*this, d->symbolsOnce, d->symbols).symbols();
}

const ElfSymbol *ElfFile::findSymbol(std::string_view name) const
{
    return symbolTable(*this, d->symbolsOnce, d->symbols).find(name);
}

const ElfSymbol *ElfFile::symbolAt(Address address) const
{
    return symbolTable(*this, d->symbolsOnce, d->symbols).at(address);
}

}
