// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/result.h"
#include "backend/live/corepattern.h"
#include "backend/live/folderplace.h"

#include <optional>
#include <set>

namespace Freezeframe
{

/// Keeps the folder open where the kernel will write a core, and knows the files that lay there before: the process, and
/// with it the way to a container's folders, is gone when the core is there. One thread.
class CoreFolder
{
public:
    CoreFolder() = default;
    CoreFolder(const CoreFolder &) = delete;
    CoreFolder &operator=(const CoreFolder &) = delete;
    ~CoreFolder();

    /// @p door: a path that leads there while the process lives. @p shown: the folder's name for people, should it not
    /// open. @p pid: the process (0: ours).
    [[nodiscard]] Result<void> open(const std::string &door, std::string shown, const CoreName &name, int32_t pid = 0);
    /// Whether @p door still leads to the folder; true as well if it leads nowhere (any more).
    [[nodiscard]] bool isBehind(const std::string &door) const;
    /// Turns to the folder that @p door leads to now. With @p isDumping all files in it are taken for new: the core may
    /// be among them already.
    void follow(const std::string &door, int32_t pid, bool isDumping);

    struct Find {
        std::string name; ///< in the folder
        std::string path; ///< that leads to the very file from here now; empty: none does
        int descriptor = -1; ///< open for reading, the caller's; -1 if we may not read it
        uint64_t bytes = 0;
    };
    /// Files that came since and have the right name.
    [[nodiscard]] std::vector<Find> newFiles() const;
    /// The file that has the core's very name now.
    [[nodiscard]] std::optional<std::string> existing() const;
    /// Removes a file that came since.
    [[nodiscard]] Result<void> remove(const std::string &name) const;
    /// Opens one of the files for reading, for the caller; -1: not possible.
    [[nodiscard]] int openFile(const std::string &name) const;
    [[nodiscard]] std::string shownPath() const;
    [[nodiscard]] int descriptor() const { return m_folder; }
    [[nodiscard]] const FolderPlace &place() const { return m_place; }
    [[nodiscard]] uint64_t freeBytes() const;

private:
    /// A file as it lay there: its inode may be used again, but not with the same time of change.
    struct Mark {
        uint64_t inode = 0;
        int64_t seconds = 0;
        int64_t nanoseconds = 0;
        auto operator<=>(const Mark &) const = default;
    };
    [[nodiscard]] std::vector<std::string> candidates() const;
    [[nodiscard]] std::optional<Mark> markOf(const std::string &name) const;
    [[nodiscard]] std::string pathOf(const std::string &name) const;
    void markAll();

    int m_folder = -1;
    int32_t m_pid = 0;
    FolderPlace m_place; ///< as it was when the folder was opened
    std::string m_shown;
    CoreName m_name;
    std::set<Mark> m_before;
};

}
