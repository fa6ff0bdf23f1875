// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/target/modulelist.h"

#include "backend/base/bytereader.h"
#include "backend/elf/elfheaders.h"
#include "backend/target/moduleplace.h"

#include <algorithm>
#include <elf.h>
#include <filesystem>
#include <unordered_map>

namespace Freezeframe
{

namespace
{

constexpr uint64_t pageSize = 4096;
// Headers and notes of a real module lie in its first pages.
constexpr uint64_t headerBytes = 4 * pageSize;

std::string withoutDeleted(const std::string &path)
{
    // The kernel's way to say that the file is gone (fs/d_path.c).
    constexpr std::string_view suffix = " (deleted)";
    return path.ends_with(suffix) ? path.substr(0, path.size() - suffix.size()) : path;
}

/// The GNU build id anywhere in @p page. Go's linker leaves its note out of PT_NOTE, though it lies beside it.
std::string buildIdByScan(std::span<const std::byte> page)
{
    constexpr size_t alignment = 4;
    for (size_t at = 0; at + sizeof(Elf64_Nhdr) + 4 <= page.size(); at += alignment) {
        const auto header = *loadAt<Elf64_Nhdr>(page, at);
        if (header.n_namesz != 4 || header.n_type != NT_GNU_BUILD_ID || header.n_descsz < 8 || header.n_descsz > 64)
            continue;
        if (auto ids = idsFromNotes(page.subspan(at), alignment); !ids.buildId.empty())
            return std::move(ids.buildId);
    }
    return {};
}

}

void ModuleList::warn(std::string section, std::string message)
{
    m_warnings.push_back(Error{.code = ErrorCode::NotFound,
                               .message = std::move(message),
                               .file = m_core.file()->path(),
                               .section = std::move(section)});
}

bool ModuleList::isExecutableRange(AddressRange range) const
{
    const auto &pieces = m_memory.pieces();
    auto it = std::ranges::upper_bound(pieces, range.begin, {}, [](const MemoryPiece &p) { return p.range.end; });
    for (; it != pieces.end() && it->range.begin < range.end; ++it) {
        if (it->flags & PF_X)
            return true;
    }
    return false;
}

bool ModuleList::canRun(const MappedModule &mapped) const
{
    const auto isText = [this](const MappedRange &row) { return isExecutableRange(row.range); };
    if (std::ranges::any_of(mapped.mappings, isText))
        return true;
    // gdb leaves unmodified text out of its cores, segment and all: then the headers must tell which row is text.
    const auto isUnseen = [this](Address address) {
        const auto &pieces = m_memory.pieces();
        const auto it = std::ranges::upper_bound(pieces, address, {}, [](const MemoryPiece &p) { return p.range.end; });
        return it == pieces.end() || !it->range.contains(address) || !it->inCore;
    };
    return std::ranges::any_of(mapped.segments, [&](const ElfSegment &segment) {
        const Address begin = mapped.module.toLoaded(segment.address);
        return segment.type == PT_LOAD && (segment.flags & PF_X) && isUnseen(begin)
            && std::ranges::any_of(mapped.mappings,
                                   [begin](const MappedRange &row) { return row.range.contains(begin); });
    });
}

void ModuleList::readHeaders(MappedModule &mapped) const
{
    const Address start = mapped.module.range.begin;
    std::vector<std::byte> bytes(m_memory.readableSize(start, headerBytes));
    if (bytes.size() < sizeof(Elf64_Ehdr) || !m_memory.read(start, bytes))
        return;
    const auto headers = readElfHeaders(*MappedFile::fromBytes(bytes, mapped.module.path));
    if (!headers || (headers->type != ET_EXEC && headers->type != ET_DYN))
        return;
    mapped.segments = headers->segments;
    if (!mapped.mappings.empty()) {
        if (const auto bias = biasOf(mapped.mappings, mapped.segments)) {
            mapped.module.bias = *bias;
            mapped.hasBias = true;
        }
    } else {
        // Only the place of the ELF header is known: it is what the first PT_LOAD maps.
        const auto first = std::ranges::find(mapped.segments, uint32_t(PT_LOAD), &ElfSegment::type);
        if (first != mapped.segments.end()) {
            mapped.module.bias = start.value - (first->address.value - first->offset);
            mapped.hasBias = true;
        }
    }
    if (mapped.hasBias) {
        widenRange(mapped.module, mapped.segments);
        readIds(mapped);
    }
    if (mapped.module.buildId.empty())
        mapped.module.buildId = buildIdByScan(std::span(bytes).first(std::min<size_t>(bytes.size(), pageSize)));
}

void ModuleList::readIds(MappedModule &mapped) const
{
    for (const ElfSegment &segment : mapped.segments) {
        if (segment.type != PT_NOTE || segment.fileSize > headerBytes)
            continue;
        std::vector<std::byte> notes(segment.fileSize);
        if (!m_memory.read(mapped.module.toLoaded(segment.address), notes))
            continue;
        NoteIds ids = idsFromNotes(notes, segment.alignment);
        if (mapped.module.buildId.empty())
            mapped.module.buildId = std::move(ids.buildId);
        if (mapped.module.goBuildId.empty())
            mapped.module.goBuildId = std::move(ids.goBuildId);
    }
}

void ModuleList::groupFiles()
{
    std::vector<MappedRange> rows = m_core.mappedFiles();
    std::ranges::stable_sort(rows, {}, [](const MappedRange &row) { return row.range.begin; });
    // The loader maps the parts of a file side by side, so a run of rows of one path is one module.
    const std::string *path = nullptr;
    for (const MappedRange &row : rows) {
        if (!path || *path != row.path) {
            Module &module = m_modules.emplace_back().module;
            module.path = withoutDeleted(row.path);
            module.range = row.range;
        }
        path = &row.path;
        m_modules.back().mappings.push_back(row);
        m_modules.back().module.range.end = std::max(m_modules.back().module.range.end, row.range.end);
    }
    for (MappedModule &mapped : m_modules)
        readHeaders(mapped);
    mergeParts();
    // Data files are mapped too; only what can run is a module.
    std::erase_if(m_modules, [this](const MappedModule &mapped) { return !canRun(mapped); });
}

void ModuleList::mergeParts()
{
    // Another file between two parts of one splits the run: a part without headers of its own goes back.
    std::unordered_map<std::string, size_t> heads;
    std::vector<MappedModule> merged;
    for (MappedModule &mapped : m_modules) {
        const auto head = heads.find(mapped.module.path);
        if (head != heads.end() && mapped.segments.empty()) {
            MappedModule &whole = merged[head->second];
            const auto bias = biasOf(mapped.mappings, whole.segments);
            const bool fits
                = whole.segments.empty() ? mapped.mappings.front().fileOffset != 0 : bias && *bias == whole.module.bias;
            if (fits) {
                whole.module.range.end = std::max(whole.module.range.end, mapped.module.range.end);
                whole.mappings.insert(whole.mappings.end(), mapped.mappings.begin(), mapped.mappings.end());
                continue;
            }
        }
        heads[mapped.module.path] = merged.size();
        merged.push_back(std::move(mapped));
    }
    m_modules = std::move(merged);
}

void ModuleList::addFromHeaders()
{
    if (m_core.kind() == CoreKind::Linux) // Delve never writes the list: nothing is wrong there
        warn("NT_FILE", "the core does not list its mapped files; modules are guessed by the ELF headers in memory");
    for (const ElfSegment &segment : m_core.segments()) {
        const auto magic = m_memory.readAs<std::array<char, SELFMAG>>(segment.address);
        if (!magic || std::string_view(magic->data(), SELFMAG) != ELFMAG)
            continue;
        if (auxiliaryValue(m_core, AT_SYSINFO_EHDR) == segment.address.value)
            continue;
        MappedModule mapped;
        mapped.module.range = {segment.address, segment.address};
        readHeaders(mapped);
        const bool hasText = std::ranges::any_of(mapped.segments, [&](const ElfSegment &own) {
            const Address begin = mapped.module.toLoaded(own.address);
            return own.type == PT_LOAD && (own.flags & PF_X) && isExecutableRange({begin, begin + own.memorySize});
        });
        if (mapped.hasBias && hasText)
            m_modules.push_back(std::move(mapped));
    }
}

void ModuleList::addVdso()
{
    const auto start = auxiliaryValue(m_core, AT_SYSINFO_EHDR);
    if (!start)
        return;
    MappedModule vdso;
    vdso.module.path = "[vdso]";
    vdso.module.range = {{*start}, {*start}};
    for (const ElfSegment &segment : m_core.segments()) {
        const AddressRange range{segment.address, segment.address + segment.memorySize};
        if (range.contains({*start}))
            vdso.module.range.end = range.end;
    }
    readHeaders(vdso);
    vdso.isInMemoryOnly = true;
    m_modules.push_back(std::move(vdso));
}

std::vector<Address> ModuleList::entryPoints() const
{
    std::vector<Address> points;
    for (const uint64_t key : {AT_ENTRY, AT_PHDR}) {
        if (const auto address = auxiliaryValue(m_core, key))
            points.push_back({*address});
    }
    if (const auto entry = m_core.delveEntryPoint())
        points.push_back(*entry);
    return points;
}

std::string ModuleList::executablePath() const
{
    const auto name = auxiliaryValue(m_core, AT_EXECFN);
    if (!name)
        return {};
    const std::string path = m_memory.readCString({*name}).value_or(std::string());
    if (path.empty() || path.starts_with('/'))
        return path;
    const std::string folder = startFolder({*name});
    return folder.starts_with('/') ? (std::filesystem::path(folder) / path).lexically_normal().string() : path;
}

std::string ModuleList::startFolder(Address programName) const
{
    // The kernel puts the environment's strings right before the program's name (fs/exec.c, fs/binfmt_elf.c).
    constexpr uint64_t mostBytes = 128 << 10;
    uint64_t size = std::min(mostBytes, programName.value);
    const auto &pieces = m_memory.pieces();
    const auto it = std::ranges::upper_bound(pieces, programName, {}, [](const MemoryPiece &p) { return p.range.end; });
    if (it == pieces.end() || !it->data || !it->range.contains(programName))
        return {};
    size = std::min(size, programName - it->range.begin);
    const std::string_view text(reinterpret_cast<const char *>(it->data + (programName - it->range.begin) - size),
                                size);
    constexpr std::string_view label("\0PWD=", 5);
    const size_t start = text.rfind(label);
    if (start == std::string_view::npos)
        return {};
    const std::string_view value = text.substr(start + label.size());
    return std::string(value.substr(0, value.find('\0')));
}

void ModuleList::markExecutable()
{
    const std::vector<Address> points = entryPoints();
    for (const Address point : points) {
        for (MappedModule &mapped : m_modules) {
            if (mapped.isInMemoryOnly || !mapped.module.range.contains(point))
                continue;
            mapped.module.isExecutable = true;
            if (mapped.module.path.empty())
                mapped.module.path = executablePath();
            return;
        }
    }
    const bool hasFiles = std::ranges::any_of(m_modules, [](const MappedModule &m) { return !m.isInMemoryOnly; });
    if (hasFiles && (points.empty() || !m_core.mappedFiles().empty()))
        guessExecutable();
    else // Delve leaves the read-only pages of a program out of its dumps, and lists no files
        addUnseenExecutable(points.empty() ? std::nullopt : std::optional(points.front()));
}

void ModuleList::addUnseenExecutable(std::optional<Address> inside)
{
    MappedModule mapped;
    mapped.module.isExecutable = true;
    mapped.module.path = executablePath();
    if (inside)
        mapped.module.range = {*inside, *inside + 1};
    m_modules.push_back(std::move(mapped));
}

void ModuleList::guessExecutable()
{
    const auto isNamed = [this](const MappedModule &mapped) {
        const std::string &path = mapped.module.path;
        const std::string name = path.substr(path.rfind('/') + 1);
        return m_core.process() && !m_core.process()->name.empty() && name.starts_with(m_core.process()->name);
    };
    auto found = std::ranges::find_if(m_modules, isNamed);
    if (found == m_modules.end())
        found = std::ranges::find(m_modules, false, &MappedModule::isInMemoryOnly);
    if (found == m_modules.end())
        return;
    found->module.isExecutable = true;
    if (found->module.path.empty() && m_core.process())
        found->module.path = m_core.process()->name;
    warn("NT_AUXV", "the core does not tell where the program starts; the executable is guessed");
}

std::vector<MappedModule> ModuleList::find()
{
    if (m_core.mappedFiles().empty())
        addFromHeaders();
    else
        groupFiles();
    addVdso();
    markExecutable();
    std::ranges::stable_sort(m_modules, {}, [](const MappedModule &mapped) { return mapped.module.range.begin; });
    return std::move(m_modules);
}

}
