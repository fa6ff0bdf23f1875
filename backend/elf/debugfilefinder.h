// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/elf/elffile.h"
#include "backend/elf/filesearch.h"

namespace Freezeframe
{

/// The separate debug information of a file, and what was not taken for it.
struct DebugFile {
    std::shared_ptr<const ElfFile> file; ///< null if there is none
    std::vector<Error> refused; ///< files at its place that belong to another program
    std::optional<Error> unfetched; ///< why servers gave none, if they were asked
};

/// Looks for separate debug information: by build id below the debug folders, by .gnu_debuglink with its CRC, among what
/// debuginfod clients have fetched before, and last, if FileSearch::fetch is set, by asking. One thread.
class DebugFileFinder
{
public:
    explicit DebugFileFinder(const FileSearch &search)
        : m_search(search)
    {
    }
    [[nodiscard]] DebugFile find(const ElfFile &file) const;
    /// "DIR/.build-id/ab/cdef" and @p suffix, for each debug folder and root.
    [[nodiscard]] static std::vector<std::string> buildIdPaths(const FileSearch &search, const std::string &buildId,
                                                               std::string_view suffix);

private:
    void tryPath(const ElfFile &file, const std::string &path, DebugFile &found) const;
    void followLink(const ElfFile &file, DebugFile &found) const;

    const FileSearch &m_search;
};

}
