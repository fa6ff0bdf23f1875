// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/target/modulelist.h"

#include "backend/elf/elfheaders.h"

#include <algorithm>
#include <elf.h>
#include <unordered_map>

namespace Freezeframe
{

namespace
{

constexpr uint64_t pageSize = 4096;
// Headers and notes of a real module lie in its first page or two.
constexpr uint64_t headerBytes = 4 * pageSize;

uint64_t pageStart(uint64_t value)
{
    return value & ~(pageSize - 1);
}

std::string withoutDeleted(const std::string &path)
{
    // The kernel's way to say that the file is gone (fs/d_path.c).
    constexpr std::string_view suffix = " (deleted)";
    return path.ends_with(suffix) ? path.substr(0, path.size() - suffix.size()) : path;
}

std::optional<uint64_t> value(const std::map<uint64_t, uint64_t> &auxv, uint64_t key)
{
    const auto found = auxv.find(key);
    return found == auxv.end() || found->second == 0 ? std::nullopt : std::optional(found->second);
}

}

std::optional<uint64_t> biasOf(const std::vector<MappedRange> &mappings, const std::vector<ElfSegment> &segments)
{
    for (const MappedRange &row : mappings) {
        for (const ElfSegment &segment : segments) {
            if (segment.type != PT_LOAD || segment.fileSize == 0)
                continue;
            if (pageStart(segment.offset) == row.fileOffset)
                return row.range.begin.value - pageStart(segment.address.value);
        }
    }
    return std::nullopt;
}

bool ModuleList::isExecutableMapping(const MappedRange &row) const
{
    const auto &pieces = m_memory.pieces();
    auto it = std::ranges::upper_bound(pieces, row.range.begin, {}, [](const MemoryPiece &p) { return p.range.end; });
    for (; it != pieces.end() && it->range.begin < row.range.end; ++it) {
        if (it->flags & PF_X)
            return true;
    }
    return false;
}

void ModuleList::readHeaders(MappedModule &mapped) const
{
    const Address start = mapped.module.range.begin;
    std::vector<std::byte> bytes(m_memory.readableSize(start, headerBytes));
    if (bytes.empty() || !m_memory.read(start, bytes))
        return;
    const auto file = MappedFile::fromBytes(bytes, mapped.module.path);
    const auto headers = readElfHeaders(*file);
    if (!headers)
        return;
    mapped.segments = headers->segments;
    if (mapped.mappings.empty()) {
        // Only the place of the ELF header is known: it is what the first PT_LOAD maps.
        const auto first = std::ranges::find(mapped.segments, uint32_t(PT_LOAD), &ElfSegment::type);
        if (first != mapped.segments.end()) {
            mapped.module.bias = start.value - (first->address.value - first->offset);
            mapped.hasBias = true;
        }
    } else if (const auto bias = biasOf(mapped.mappings, mapped.segments)) {
        mapped.module.bias = *bias;
        mapped.hasBias = true;
    }
    for (const ElfSegment &segment : mapped.segments) {
        if (segment.type != PT_NOTE || !mapped.hasBias || segment.fileSize > headerBytes)
            continue;
        std::vector<std::byte> notes(segment.fileSize);
        if (!m_memory.read(mapped.module.toLoaded(segment.address), notes))
            continue;
        const NoteIds ids = idsFromNotes(notes, segment.alignment);
        if (mapped.module.buildId.empty())
            mapped.module.buildId = ids.buildId;
        if (mapped.module.goBuildId.empty())
            mapped.module.goBuildId = ids.goBuildId;
    }
}

void ModuleList::groupFiles()
{
    std::vector<MappedRange> rows = m_core.mappedFiles();
    std::ranges::stable_sort(rows, {}, [](const MappedRange &row) { return row.range.begin; });
    std::vector<MappedModule> groups;
    std::unordered_map<std::string, size_t> byPath;
    for (const MappedRange &row : rows) {
        const auto [it, isNew] = byPath.try_emplace(row.path, groups.size());
        if (isNew) {
            groups.emplace_back().module.path = withoutDeleted(row.path);
            groups.back().module.range = row.range;
        }
        MappedModule &group = groups[it->second];
        group.mappings.push_back(row);
        group.module.range.end = std::max(group.module.range.end, row.range.end);
    }
    for (MappedModule &group : groups) {
        // Data files are mapped too; only what can run is a module.
        if (std::ranges::any_of(group.mappings, [this](const MappedRange &row) { return isExecutableMapping(row); }))
            m_modules.push_back(std::move(group));
    }
}

void ModuleList::addVdso()
{
    const auto start = value(m_core.auxiliaryVector(), AT_SYSINFO_EHDR);
    if (!start)
        return;
    MappedModule vdso;
    vdso.module.path = "[vdso]";
    vdso.module.range = {{*start}, {*start}};
    for (const MemoryPiece &piece : m_memory.pieces()) {
        if (piece.range.contains({*start}))
            vdso.module.range.end = piece.range.end;
    }
    vdso.isInMemoryOnly = true;
    m_modules.push_back(std::move(vdso));
}

std::optional<Address> ModuleList::entryPoint() const
{
    for (const uint64_t key : {AT_ENTRY, AT_PHDR}) {
        if (const auto address = value(m_core.auxiliaryVector(), key))
            return Address{*address};
    }
    return m_core.delveEntryPoint();
}

void ModuleList::markExecutable()
{
    const auto entry = entryPoint();
    if (!entry)
        return;
    for (MappedModule &mapped : m_modules) {
        const bool hasEntry = std::ranges::any_of(mapped.mappings, [&](const MappedRange &row) {
            return row.range.contains(*entry);
        });
        if (hasEntry) {
            mapped.module.isExecutable = true;
            return;
        }
    }
}

std::vector<MappedModule> ModuleList::find()
{
    groupFiles();
    addVdso();
    markExecutable();
    for (MappedModule &mapped : m_modules)
        readHeaders(mapped);
    return std::move(m_modules);
}

}
