// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/target/modulelist.h"
#include "backend/target/splicedmemory.h"
#include "backend/target/target.h"

namespace Freezeframe
{

class FileLocator;

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
    /// Of which nothing is known: no memory, threads or modules, and no core().
    [[nodiscard]] static std::shared_ptr<const Target> nothing();

private:
    [[nodiscard]] MemoryLayers coreLayers();
    /// Returns whether the segment covered another one.
    bool putSegment(MemoryLayers &layers, const ElfSegment &segment);
    [[nodiscard]] std::vector<MappedModule> findModules(const SplicedMemory &coreMemory);
    void addLinkedObjects(std::vector<MappedModule> &modules, const SplicedMemory &coreMemory) const;
    void fillFromFile(MemoryLayers &layers, const MappedModule &mapped);
    void fillRegions(const SplicedMemory &memory);

    std::shared_ptr<const CoreFile> m_core;
    const FileSearch &m_search;
    std::shared_ptr<Target> m_target;
    std::vector<std::shared_ptr<const MappedFile>> m_files;
};

}
