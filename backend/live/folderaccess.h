// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/processfacts.h"

namespace Freezeframe
{

/// Whether a process could make a file in a folder, and how much fits. A value type.
struct FolderAccess {
    enum class State {
        Writable,
        Missing,
        NotAFolder,
        ReadOnly, ///< the file system is
        Denied, ///< to the process
        Unreachable, ///< to us: can't be told
    };
    State state = State::Unreachable;
    std::string reason; ///< of Unreachable: what the system said
    uint64_t freeBytes = 0;
    uint64_t freeFiles = 0; ///< inodes
    bool countsFiles = false; ///< the file system has a number of inodes at all
    uint32_t ownerUid = 0;
    uint32_t mode = 0; ///< permission bits

    /// @p path is opened by us, the rights are those of another process.
    [[nodiscard]] static FolderAccess examine(const std::string &path, const FileRights &rights);
};

}
