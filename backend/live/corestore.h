// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/result.h"

#include <cstdint>
#include <string>
#include <vector>

namespace Freezeframe
{

/// A crash that this machine remembers, or a core that was taken of a living process. A value type; text is as found.
struct StoredCore {
    std::string program; ///< "orders-api"
    std::string executable;
    std::string goVersion; ///< empty: not Go, or not known
    int32_t pid = 0;
    uint32_t uid = 0;
    int signal = 0;
    bool isCapture = false; ///< taken of a process that ran on: no crash
    double pauseSeconds = 0; ///< of a capture, how long the process stood still; 0: not known
    int64_t when = 0; ///< seconds since the epoch
    std::string path; ///< of the core; may be compressed, or an apport report
    uint64_t bytes = 0;
    enum class State { Present, Deleted, NeverStored, Unreadable };
    State state = State::Present;
    std::string source; ///< "systemd-coredump", "core_pattern", "apport"
    std::string summary; ///< what else is known: "nil pointer dereference", "too large to be kept"
};

/// What keeps cores here, and which it kept.
struct CoreStore {
    std::vector<StoredCore> cores; ///< newest first
    std::string keeper; ///< "systemd-coredump, since 9 Nov", "files in /var/crash", or why there is none
    std::string pattern; ///< kernel.core_pattern
    std::string folder; ///< where the space counts
    uint64_t freeSpace = 0;
    std::vector<Error> warnings;
};

/// Reads the journal, systemd-coredump's store, the folder of core_pattern, and apport's. One thread a call.
/// @p extraFolders: where else cores of this person lie (of recent ones, the current one).
[[nodiscard]] CoreStore storedCores(const std::vector<std::string> &extraFolders = {});
/// A text that becomes another one when a core comes or goes in the folders that storedCores() reads. Cheap: one look at
/// each folder's time of change. What only the journal knows (a crash of which nothing was kept) does not change it.
[[nodiscard]] std::string storedCoresSign(const std::vector<std::string> &extraFolders = {});

}
