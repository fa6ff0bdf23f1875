// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/target/targetbuilder.h"

#include "backend/base/text.h"

#include <algorithm>
#include <elf.h>

namespace Freezeframe
{

namespace
{

constexpr uint64_t pageSize = 4096;

}

void TargetBuilder::warn(std::string section, std::string message)
{
    m_target->m_warnings.push_back(Error{.code = ErrorCode::BadFormat,
                                         .message = std::move(message),
                                         .file = m_core->file()->path(),
                                         .section = std::move(section)});
}

void TargetBuilder::putSegment(MemoryLayers &layers, const ElfSegment &segment, size_t index)
{
    const auto bytes = m_core->file()->bytes();
    const uint64_t there = segment.offset >= bytes.size() ? 0 : std::min<uint64_t>(segment.fileSize, bytes.size() - segment.offset);
    const Address inFile = segment.address + there;
    const Address promised = segment.address + segment.fileSize;
    const Address end = segment.address + segment.memorySize;
    bool covers = false;
    if (there > 0)
        covers |= layers.put({.range = {segment.address, inFile},
                              .state = MemoryPiece::State::Bytes,
                              .data = bytes.data() + segment.offset,
                              .flags = segment.flags,
                              .inCore = true});
    covers |= layers.put({.range = {inFile, promised}, .state = MemoryPiece::State::CutOff, .flags = segment.flags, .inCore = true});
    // The kernel leaves out pages that a file has: what is past p_filesz is absent, not zero.
    covers |= layers.put({.range = {promised, end}, .state = MemoryPiece::State::NotInCore, .flags = segment.flags});
    if (covers)
        warn("PT_LOAD " + std::to_string(index),
             "the segment at " + segment.address.toString() + " overlaps an earlier one; the later wins");
}

MemoryLayers TargetBuilder::coreLayers()
{
    MemoryLayers layers;
    for (size_t index = 0; index < m_core->segments().size(); ++index)
        putSegment(layers, m_core->segments()[index], index);
    for (const MappedRange &row : m_core->mappedFiles())
        layers.fill({.range = row.range, .state = MemoryPiece::State::NotInCore});
    return layers;
}

void TargetBuilder::findFile(MappedModule &mapped, const SplicedMemory &memory)
{
    Module &module = mapped.module;
    if (mapped.isInMemoryOnly) {
        const auto view = memory.view(module.range.begin, module.range.size());
        if (auto elf = ElfFile::open(MappedFile::fromBytes(view, module.path)))
            module.file = *elf;
        return;
    }
    const std::string path = module.isExecutable && !m_search.executable.empty() ? m_search.executable : module.path;
    auto file = MappedFile::open(path);
    auto elf = file ? ElfFile::open(*file) : std::unexpected(file.error());
    if (!elf) {
        module.error = elf.error();
        return;
    }
    module.file = *elf;
    module.match = FileMatch::BuildId;
    if (!mapped.hasBias) {
        module.bias = biasOf(mapped.mappings, module.file->segments()).value_or(0);
        mapped.hasBias = true;
    }
}

void TargetBuilder::fillFromFile(MemoryLayers &layers, const MappedModule &mapped)
{
    const Module &module = mapped.module;
    if (!module.file || mapped.isInMemoryOnly)
        return;
    const auto bytes = module.file->file()->bytes();
    m_files.push_back(module.file->file());
    for (const ElfSegment &segment : module.file->segments()) {
        if (segment.type != PT_LOAD || (segment.flags & PF_W) || segment.offset >= bytes.size())
            continue;
        const uint64_t size = std::min<uint64_t>(segment.fileSize, bytes.size() - segment.offset);
        layers.fill({.range = {module.toLoaded(segment.address), module.toLoaded(segment.address + size)},
                     .state = MemoryPiece::State::Bytes,
                     .data = bytes.data() + segment.offset,
                     .flags = segment.flags});
    }
}

void TargetBuilder::fillRegions(const SplicedMemory &memory)
{
    for (const MemoryPiece &piece : memory.pieces()) {
        if (piece.state == MemoryPiece::State::Bytes)
            m_target->m_regions.push_back({.range = piece.range, .flags = piece.flags, .inCore = piece.inCore, .path = {}});
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
    std::vector<MappedModule> modules = ModuleList(*m_core, coreMemory).find();
    for (MappedModule &mapped : modules) {
        findFile(mapped, coreMemory);
        fillFromFile(layers, mapped);
        m_target->m_modules.push_back(std::move(mapped.module));
    }
    auto memory = std::make_unique<SplicedMemory>(std::move(layers).take(), std::move(m_files));
    fillRegions(*memory);
    m_target->m_memory = std::move(memory);
    return m_target;
}

}
