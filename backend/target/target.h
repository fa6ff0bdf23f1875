// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/elf/corefile.h"
#include "backend/elf/filesearch.h"
#include "backend/target/memory.h"

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace Freezeframe
{

/// How a module's file was tied to the core.
enum class FileMatch { None, BuildId, GoBuildId, Content, Forced };

/// One mapped file of the process: executable, shared library, vdso. Immutable after the target is built.
struct Module {
    std::string path; ///< as the process named it; "[vdso]" for the vdso
    AddressRange range; ///< from its lowest to its highest mapping
    uint64_t bias = 0; ///< loaded address minus linked address
    std::string buildId; ///< hexadecimal, as the core tells; empty if unknown
    std::string goBuildId;
    std::shared_ptr<const ElfFile> file; ///< null if not found or refused
    std::shared_ptr<const ElfFile> debugFile; ///< separate debug information, null if none is needed or found
    std::optional<Error> debugError; ///< why there is no separate debug information, if a file was refused or asked for
    FileMatch match = FileMatch::None;
    bool isExecutable = false; ///< the main program
    std::optional<Error> error; ///< why there is no file, or none to trust

    [[nodiscard]] Address toLinked(Address loaded) const { return {loaded.value - bias}; }
    [[nodiscard]] Address toLoaded(Address linked) const { return {linked.value + bias}; }
};

/// A process that stands still: memory, threads, modules, read-only. Immutable; any thread.
class Target
{
public:
    [[nodiscard]] const Memory &memory() const { return *m_memory; }
    [[nodiscard]] const ArchitectureInfo &architecture() const { return *m_architecture; }
    [[nodiscard]] const std::vector<CoreThread> &threads() const { return m_threads; }
    [[nodiscard]] const std::vector<Module> &modules() const { return m_modules; }
    [[nodiscard]] const Module *moduleAt(Address address) const;
    /// The main program's module, null if not even its mapping is known.
    [[nodiscard]] const Module *executable() const;
    [[nodiscard]] const std::optional<ProcessInfo> &process() const { return m_process; }
    [[nodiscard]] const std::map<uint64_t, uint64_t> &auxiliaryVector() const { return m_auxv; }
    [[nodiscard]] const std::vector<MappedRange> &mappedFiles() const { return m_mappedFiles; }
    /// Ranges with memory in the core or in a matched file, ascending, with PF_ flags where known.
    struct Region {
        AddressRange range;
        uint32_t flags = 0;
        bool inCore = false;
        std::string path; ///< of the mapped file, if any
        bool isCutOff = false; ///< of those without bytes: the core file ends before them
    };
    [[nodiscard]] const std::vector<Region> &regions() const { return m_regions; }
    /// Ranges where the process had memory that neither the core nor a matched file has, ascending.
    [[nodiscard]] const std::vector<Region> &missingRegions() const { return m_missingRegions; }
    [[nodiscard]] const std::vector<Error> &warnings() const { return m_warnings; }
    [[nodiscard]] const std::shared_ptr<const CoreFile> &core() const { return m_core; }

    /// Finds the files, checks them and splices memory. Never fails for want of a file.
    [[nodiscard]] static std::shared_ptr<const Target> fromCore(std::shared_ptr<const CoreFile> core,
                                                                const FileSearch &search);

private:
    friend class TargetBuilder;
    Target() = default;

    std::unique_ptr<const Memory> m_memory;
    const ArchitectureInfo *m_architecture = nullptr;
    std::vector<CoreThread> m_threads;
    std::vector<Module> m_modules;
    std::optional<ProcessInfo> m_process;
    std::map<uint64_t, uint64_t> m_auxv;
    std::vector<MappedRange> m_mappedFiles;
    std::vector<Region> m_regions;
    std::vector<Region> m_missingRegions;
    std::vector<Error> m_warnings;
    std::shared_ptr<const CoreFile> m_core;
};

}
