// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/target/modulelist.h"
#include "backend/target/splicedmemory.h"
#include "backend/target/target.h"

namespace Freezeframe
{

/// Makes a Target from a core: memory from its segments, modules, their files, then both spliced. One thread.
class TargetBuilder
{
public:
    TargetBuilder(std::shared_ptr<const CoreFile> core, const FileSearch &search)
        : m_core(std::move(core))
        , m_search(search)
    {
    }
    [[nodiscard]] std::shared_ptr<const Target> build();

private:
    [[nodiscard]] MemoryLayers coreLayers();
    void putSegment(MemoryLayers &layers, const ElfSegment &segment, size_t index);
    void findFile(MappedModule &mapped, const SplicedMemory &memory);
    void fillFromFile(MemoryLayers &layers, const MappedModule &mapped);
    void fillRegions(const SplicedMemory &memory);
    void warn(std::string section, std::string message);

    std::shared_ptr<const CoreFile> m_core;
    const FileSearch &m_search;
    std::shared_ptr<Target> m_target;
    std::vector<std::shared_ptr<const MappedFile>> m_files;
};

}
