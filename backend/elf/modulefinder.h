// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/elf/debugfilefinder.h"

#include <functional>

namespace Freezeframe
{

/// A file that may be the one behind a module, and how it was come by.
struct ModuleCandidate {
    enum class Origin {
        Given, ///< named by the user
        Recorded, ///< at the path that the process named
        Neighbour, ///< of the same name beside the core or in the current folder
        SameId, ///< found by its build id alone
    };
    std::shared_ptr<const ElfFile> file;
    Origin origin = Origin::Recorded;
};

/// Looks for the files of modules on this machine, in the order of design: given, recorded, beside the core, current
/// folder, by build id. Opens regular files only, runs nothing. One thread.
class ModuleFinder
{
public:
    /// What is known of the file that is looked for.
    struct Request {
        std::string path; ///< as recorded
        std::string buildId;
        std::string goBuildId;
        bool isExecutable = false; ///< FileSearch::executable is for it
    };
    /// Takes the candidate by returning true; false goes on to the next one.
    using Judge = std::function<bool(const ModuleCandidate &)>;

    ModuleFinder(FileSearch search, const std::string &corePath);

    /// Shows candidates to @p judge until it takes one. Returns the paths that were looked at and had no ELF file.
    std::vector<std::string> find(const Request &request, const Judge &judge) const;

    /// The separate debug information of @p file, as a DebugFileFinder finds it.
    [[nodiscard]] DebugFile findDebugFile(const ElfFile &file) const;

private:
    [[nodiscard]] std::vector<std::string> neighbourFolders() const;
    /// ELF files beside the core and in the current folder, opened once for all modules that are missed.
    [[nodiscard]] const std::vector<std::shared_ptr<const ElfFile>> &neighbours() const;

    FileSearch m_search;
    std::string m_coreFolder;
    mutable std::optional<std::vector<std::shared_ptr<const ElfFile>>> m_neighbours;
};

}
