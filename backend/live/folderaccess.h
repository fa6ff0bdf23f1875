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
    /// For everybody (f_bavail), as df says it and as the window tells it everywhere. What is kept for root counts apart:
    /// nobody should count on it, but a disk is full for root only when that is used up.
    uint64_t freeBytes = 0;
    uint64_t reservedBytes = 0; ///< of use to this process: 0 without its rights
    std::optional<uint64_t> quotaBytes; ///< left to its user, where a quota is on and we may ask
    uint64_t freeFiles = 0; ///< inodes
    bool countsFiles = false; ///< the file system has a number of inodes at all
    uint32_t ownerUid = 0;
    uint32_t mode = 0; ///< permission bits

    /// What a quota of a user leaves, from its hard limit in blocks of 1 KiB and its use; nothing: it has no limit.
    [[nodiscard]] static std::optional<uint64_t> leftOf(uint64_t hardBlocks, uint64_t usedBytes);
    /// @p path is opened by us, the rights are those of another process.
    [[nodiscard]] static FolderAccess examine(const std::string &path, const FileRights &rights);
};

}
