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
    /// By address. One is marked as the executable if the core tells anything about it.
    [[nodiscard]] std::vector<MappedModule> find();
    [[nodiscard]] const std::vector<Error> &warnings() const { return m_warnings; }

private:
    void groupFiles();
    void mergeParts();
    void addFromHeaders();
    void addVdso();
    void markExecutable();
    /// Its headers aren't in the core: only that @p inside is a part of it may be known.
    void addUnseenExecutable(std::optional<Address> inside);
    void guessExecutable();
    void readHeaders(MappedModule &mapped) const;
    void readIds(MappedModule &mapped) const;
    [[nodiscard]] bool isExecutableRange(AddressRange range) const;
    [[nodiscard]] std::vector<Address> entryPoints() const;
    [[nodiscard]] bool canRun(const MappedModule &mapped) const;
    /// AT_EXECFN; a relative one is taken from the folder that PWD named at the start.
    [[nodiscard]] std::string executablePath() const;
    [[nodiscard]] std::string startFolder(Address programName) const;
    void warn(std::string section, std::string message);

    const CoreFile &m_core;
    const SplicedMemory &m_memory;
    std::vector<MappedModule> m_modules;
    std::vector<Error> m_warnings;
};

}
