// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/livingmemory.h"
#include "backend/live/processmaps.h"

#include <optional>

namespace Freezeframe
{

/// A file that a process has mapped, and that nobody finds again where the kernel says that it is. A value type.
struct LostFile {
    enum class Reason {
        NoPath, ///< deleted, or never had a name (memfd)
        Replaced, ///< another file is at its path: another build
        Elsewhere, ///< at its path in the process's own mount namespace, of which there is nothing on this side
    };
    std::string path; ///< without the kernel's " (deleted)"
    Reason reason = Reason::NoPath;
    bool isExecutable = false; ///< the main program
    std::vector<std::string> doors; ///< below /proc, by which it may be opened for as long as the process lives
    /// "the executable /srv/app has no path any more", "the file at /lib/x.so is another one than is mapped".
    [[nodiscard]] std::string sentence() const;
};

/// Marks those of @p mappings whose files are lost, by MappingDetails::isLost, and tells of them, the executable first.
/// Looks at file systems, which may take its time: never while the process stands still.
[[nodiscard]] std::vector<LostFile> markLostFiles(std::vector<ProcessMapping> &mappings, const LivingMemory &memory,
                                                  int32_t pid);
/// The program of a process, if it is lost; nothing also if it may not be looked at.
[[nodiscard]] std::optional<LostFile> lostExecutable(int32_t pid);
/// One sentence about all of them; empty if there are none.
[[nodiscard]] std::string lostFilesSentence(const std::vector<LostFile> &files);

}
