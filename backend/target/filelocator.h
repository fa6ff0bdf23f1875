// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/elf/modulefinder.h"
#include "backend/target/modulelist.h"

namespace Freezeframe
{

/// Gives each module its file, or the reason why it has none. One thread.
class FileLocator
{
public:
    FileLocator(const CoreFile &core, const SplicedMemory &coreMemory, const FileSearch &search)
        : m_core(core)
        , m_memory(coreMemory)
        , m_search(search)
        , m_finder(search, core.file()->path())
    {
    }
    void locate(MappedModule &mapped);
    [[nodiscard]] const std::vector<Error> &warnings() const { return m_warnings; }

private:
    struct Refusal {
        Error error;
        std::shared_ptr<const ElfFile> file;
    };
    [[nodiscard]] bool judge(MappedModule &mapped, const ModuleCandidate &candidate, std::optional<Refusal> &refusal);
    /// The file's own debug information, or that which stands apart from it.
    void findDebugFile(Module &module);
    void accept(MappedModule &mapped, const ElfFile &file, FileMatch match);
    void useMemory(MappedModule &mapped) const;
    /// Where no file matches: the file itself, if whoever took the core put it in.
    [[nodiscard]] bool useStoredFile(MappedModule &mapped);
    [[nodiscard]] const std::vector<std::shared_ptr<const ElfFile>> &storedFiles();
    /// And where that is not there: the pages that the core has, if these are all.
    [[nodiscard]] bool useImage(MappedModule &mapped);
    void warn(const std::string &file, std::string message);

    const CoreFile &m_core;
    const SplicedMemory &m_memory;
    const FileSearch &m_search;
    ModuleFinder m_finder;
    std::vector<Error> m_warnings;
    std::optional<std::vector<std::shared_ptr<const ElfFile>>> m_stored; ///< opened when first asked for
};

}
