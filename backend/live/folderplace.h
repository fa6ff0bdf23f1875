// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace Freezeframe
{

/// Where a folder of another process is to be found from here, whatever that process calls it. A value type.
struct FolderPlace {
    enum class Kind {
        Here, ///< a path of ours leads to it
        Guest, ///< only by way of another process that has it too, as long as that lives
        Barred, ///< the same, but that way is not open to us
        Lost, ///< nobody but the process has it: it goes with the process
    };
    Kind kind = Kind::Lost;
    std::string path; ///< that leads there, without a slash at its end; of Lost empty
    std::string upper; ///< of an overlay: the folder here that gets what is written; may have to be made yet, and lasts
    std::string inner; ///< as the process's own mount namespace names it
    std::string fileSystem; ///< its type: "tmpfs"; empty: not known
    int32_t keeper = 0; ///< of Guest: the process by way of which
    std::string keeperName;
    bool isMachines = false; ///< the keeper has the folders that the first process of this machine has: they stay
    bool endsWithIt = false; ///< the keeper started the process: it may end as soon as the process does
    std::string device; ///< of the file system: "0:46"; empty: not known
    std::string folder; ///< in the file system
    std::string upperFolder; ///< of an overlay, as who mounted it named it
    std::set<int32_t> starters; ///< processes that started the one whose folder it is, but for the first of all

    /// The path to tell: that which lasts.
    [[nodiscard]] const std::string &best() const { return upper.empty() ? path : upper; }
    [[nodiscard]] bool isElsewhere() const { return kind != Kind::Here || best() != inner; }
};

/// @p folder: open, of process @p pid (0: ours). What is found was looked at: it is the very folder.
[[nodiscard]] FolderPlace placeOfFolder(int folder, int32_t pid);
/// The same, once the process has ended and only @p before tells where its folder was.
[[nodiscard]] FolderPlace placeOfFolderNow(int folder, int32_t pid, const FolderPlace &before);
/// The same of the file that @p door (a link of /proc, say) leads to: a path that leads to it from here, else one that
/// does while process @p pid lives; empty if the door is closed to us.
[[nodiscard]] std::string fileFromHere(const std::string &door, int32_t pid);
/// One process for each set of mounts that this machine has beside ours.
[[nodiscard]] std::vector<int32_t> processesByMounts();
/// Whether process @p pid has the mounts that we have.
[[nodiscard]] bool hasOurMounts(int32_t pid);
/// "process 4711 (sh)".
[[nodiscard]] std::string keeperText(const FolderPlace &place);

}
