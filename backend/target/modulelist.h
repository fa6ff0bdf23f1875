// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/target/splicedmemory.h"
#include "backend/target/target.h"

namespace Freezeframe
{

/// A module and what the core knows of it before any file is looked at. A value type.
struct MappedModule {
    Module module;
    std::vector<MappedRange> mappings; ///< ascending; empty if only the headers in memory are known
    std::vector<ElfSegment> segments; ///< from the headers in the core's memory, if they are there
    bool hasBias = false;
    bool isInMemoryOnly = false; ///< the vdso: the core's memory is its file
};

/// Finds the modules of a core: rows of NT_FILE, auxv, ELF headers in memory. One thread.
class ModuleList
{
public:
    ModuleList(const CoreFile &core, const SplicedMemory &memory)
        : m_core(core)
        , m_memory(memory)
    {
    }
    [[nodiscard]] std::vector<MappedModule> find();

private:
    void groupFiles();
    void addVdso();
    void markExecutable();
    void readHeaders(MappedModule &mapped) const;
    [[nodiscard]] bool isExecutableMapping(const MappedRange &row) const;
    [[nodiscard]] std::optional<Address> entryPoint() const;

    const CoreFile &m_core;
    const SplicedMemory &m_memory;
    std::vector<MappedModule> m_modules;
};

/// Loaded minus linked address by the first mapping that one of the PT_LOADs in @p segments explains.
[[nodiscard]] std::optional<uint64_t> biasOf(const std::vector<MappedRange> &mappings, const std::vector<ElfSegment> &segments);

}
