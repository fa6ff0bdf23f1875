// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/target/targetbuilder.h"

#include "backend/base/text.h"
#include "backend/target/filelocator.h"
#include "backend/target/linkmap.h"

#include <algorithm>
#include <elf.h>

namespace Freezeframe
{

namespace
{

constexpr uint64_t pageSize = 4096;

/// The bytes of @p segment's file part, widened to the pages that the loader maps for it.
MemoryPiece filePiece(const Module &module, const ElfSegment &segment)
{
    const auto bytes = module.file->file()->bytes();
    const uint64_t before = std::min(segment.address.value % pageSize, segment.offset);
    const uint64_t begin = segment.offset - before;
    if (begin >= bytes.size())
        return {};
    uint64_t size = segment.fileSize + before;
    if (segment.memorySize <= segment.fileSize)
        size += (pageSize - size % pageSize) % pageSize;
    size = std::min<uint64_t>(size, bytes.size() - begin);
    const Address start = module.toLoaded(segment.address) - before;
    return {.range = {start, start + size},
            .state = MemoryPiece::State::Bytes,
            .data = bytes.data() + begin,
            .flags = segment.flags};
}

MemoryPiece cutTo(const MemoryPiece &piece, AddressRange range)
{
    MemoryPiece part = piece;
    part.range = {std::max(piece.range.begin, range.begin), std::min(piece.range.end, range.end)};
    if (!part.range.isEmpty())
        part.data += part.range.begin - piece.range.begin;
    return part;
}

}

bool TargetBuilder::putSegment(MemoryLayers &layers, const ElfSegment &segment)
{
    using State = MemoryPiece::State;
    const auto bytes = m_core->file()->bytes();
    const uint64_t there
        = segment.offset >= bytes.size() ? 0 : std::min<uint64_t>(segment.fileSize, bytes.size() - segment.offset);
    const Address inFile = segment.address + there;
    const Address promised = segment.address + segment.fileSize;
    const Address end = segment.address + segment.memorySize;
    bool covers = false;
    const auto put = [&](AddressRange range, State state, const std::byte *data) {
        covers |= layers.put({.range = range, .state = state, .data = data, .flags = segment.flags, .inCore = true});
    };
    if (there > 0)
        put({segment.address, inFile}, State::Bytes, bytes.data() + segment.offset);
    put({inFile, promised}, State::CutOff, nullptr);
    // The kernel leaves out pages that a file has: what is past p_filesz is absent, not zero.
    put({promised, end}, State::NotInCore, nullptr);
    return covers;
}

MemoryLayers TargetBuilder::coreLayers()
{
    constexpr size_t mostNamed = 5;
    MemoryLayers layers;
    size_t overlaps = 0;
    const auto warn = [this](std::string section, std::string message) {
        m_target->m_warnings.push_back(Error{.code = ErrorCode::BadFormat,
                                             .message = std::move(message),
                                             .file = m_core->file()->path(),
                                             .section = std::move(section)});
    };
    for (size_t index = 0; index < m_core->segments().size(); ++index) {
        const ElfSegment &segment = m_core->segments()[index];
        if (putSegment(layers, segment) && ++overlaps <= mostNamed)
            warn("PT_LOAD " + std::to_string(index),
                 "the segment at " + segment.address.toString() + " overlaps an earlier one; the later wins");
    }
    if (overlaps > mostNamed)
        warn("PT_LOAD", std::to_string(overlaps - mostNamed) + " more segments overlap earlier ones");
    for (const MappedRange &row : m_core->mappedFiles())
        layers.fill({.range = row.range, .state = MemoryPiece::State::NotInCore});
    return layers;
}

void TargetBuilder::addLinkedObjects(std::vector<MappedModule> &modules, const SplicedMemory &coreMemory) const
{
    const auto program = std::ranges::find_if(modules, [](const MappedModule &m) { return m.module.isExecutable; });
    if (program == modules.end())
        return;
    const auto &segments = program->module.file ? program->module.file->segments() : program->segments;
    const auto dynamic = std::ranges::find(segments, uint32_t(PT_DYNAMIC), &ElfSegment::type);
    if (dynamic == segments.end())
        return;
    const Address place = program->module.toLoaded(dynamic->address);
    for (LinkedObject &object : readLinkMap(coreMemory, place)) {
        if (object.path.empty())
            continue; // the program itself
        const auto known = std::ranges::find_if(modules, [&object](const MappedModule &mapped) {
            return mapped.hasBias && mapped.module.bias == object.bias && mapped.module.range.contains(object.dynamic);
        });
        if (known != modules.end()) {
            if (known->module.path.empty())
                known->module.path = std::move(object.path);
            continue;
        }
        MappedModule mapped;
        mapped.module.path = std::move(object.path);
        mapped.module.bias = object.bias;
        mapped.module.range = {object.dynamic, object.dynamic + 1};
        mapped.hasBias = true;
        modules.push_back(std::move(mapped));
    }
}

std::vector<MappedModule> TargetBuilder::findModules(const SplicedMemory &coreMemory)
{
    ModuleList list(*m_core, coreMemory);
    std::vector<MappedModule> modules = list.find();
    FileLocator locator(*m_core, coreMemory, m_search);
    // The program first: without NT_FILE its dynamic section leads to the names of the libraries.
    for (MappedModule &mapped : modules) {
        if (mapped.module.isExecutable)
            locator.locate(mapped);
    }
    if (m_core->mappedFiles().empty())
        addLinkedObjects(modules, coreMemory);
    for (MappedModule &mapped : modules) {
        if (!mapped.module.isExecutable)
            locator.locate(mapped);
    }
    std::ranges::stable_sort(modules, {}, [](const MappedModule &mapped) { return mapped.module.range.begin; });
    for (const auto *warnings : {&list.warnings(), &locator.warnings()})
        m_target->m_warnings.insert(m_target->m_warnings.end(), warnings->begin(), warnings->end());
    return modules;
}

void TargetBuilder::fillFromFile(MemoryLayers &layers, const MappedModule &mapped)
{
    const Module &module = mapped.module;
    if (!module.file || mapped.isInMemoryOnly || !mapped.hasBias)
        return;
    m_files.push_back(module.file->file());
    for (const ElfSegment &segment : module.file->segments()) {
        // A writable page may have been written: only the core can tell what was there.
        if (segment.type != PT_LOAD || (segment.flags & PF_W) || segment.fileSize == 0)
            continue;
        const MemoryPiece piece = filePiece(module, segment);
        if (piece.range.isEmpty())
            continue;
        if (mapped.mappings.empty())
            layers.fill(cutTo(piece, {module.toLoaded(segment.address), piece.range.end}));
        for (const MappedRange &row : mapped.mappings) {
            const uint64_t offset = static_cast<uint64_t>(piece.data - module.file->file()->bytes().data());
            const bool isSamePlace = row.range.begin.value - row.fileOffset == piece.range.begin.value - offset;
            const MemoryPiece part = cutTo(piece, row.range);
            if (isSamePlace && !part.range.isEmpty())
                layers.fill(part);
        }
    }
}

void TargetBuilder::fillRegions(const SplicedMemory &memory)
{
    std::vector<const MappedRange *> rows;
    for (const MappedRange &row : m_target->m_mappedFiles)
        rows.push_back(&row);
    std::ranges::stable_sort(rows, {}, [](const MappedRange *row) { return row->range.begin; });
    for (const MemoryPiece &piece : memory.pieces()) {
        Target::Region region{.range = piece.range,
                              .flags = piece.flags,
                              .inCore = piece.inCore && piece.data,
                              .path = {},
                              .isCutOff = piece.state == MemoryPiece::State::CutOff};
        const auto after = std::ranges::upper_bound(rows, piece.range.begin, {},
                                                    [](const MappedRange *row) { return row->range.begin; });
        if (after != rows.begin() && (*std::prev(after))->range.contains(piece.range.begin))
            region.path = (*std::prev(after))->path;
        (piece.data ? m_target->m_regions : m_target->m_missingRegions).push_back(std::move(region));
    }
}

std::shared_ptr<const Target> TargetBuilder::build()
{
    m_target.reset(new Target);
    m_target->m_core = m_core;
    m_target->m_architecture = ArchitectureInfo::forMachine(m_core->machine());
    m_target->m_threads = m_core->threads();
    m_target->m_process = m_core->process();
    m_target->m_auxv = m_core->auxiliaryVector();
    m_target->m_mappedFiles = m_core->mappedFiles();
    m_target->m_warnings = m_core->warnings();

    MemoryLayers layers = coreLayers();
    m_files.push_back(m_core->file());
    const SplicedMemory coreMemory(MemoryLayers(layers).take(), m_files);
    for (MappedModule &mapped : findModules(coreMemory)) {
        fillFromFile(layers, mapped);
        m_target->m_modules.push_back(std::move(mapped.module));
    }
    auto memory = std::make_unique<SplicedMemory>(std::move(layers).take(), std::move(m_files));
    fillRegions(*memory);
    m_target->m_memory = std::move(memory);
    return m_target;
}

std::shared_ptr<const Target> TargetBuilder::nothing()
{
    std::shared_ptr<Target> target(new Target);
    target->m_memory = std::make_unique<const SplicedMemory>(std::vector<MemoryPiece>(),
                                                             std::vector<std::shared_ptr<const MappedFile>>());
    target->m_architecture = &ArchitectureInfo::of(Architecture::X86_64);
    return target;
}

}
