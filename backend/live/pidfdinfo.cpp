// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/pidfdinfo.h"

#include <sys/ioctl.h>

namespace Freezeframe
{
namespace
{

/// struct pidfd_info of Linux 6.16. Its size is part of the request's number, and kernels take older sizes.
struct KernelPidfdInfo {
    uint64_t mask;
    uint64_t cgroup;
    uint32_t pid, threadGroup, parent;
    uint32_t ids[8];
    int32_t exitCode;
    uint32_t coredumpMask;
    uint32_t unused;
};

constexpr uint64_t wantsExit = 1 << 3; // PIDFD_INFO_EXIT
constexpr uint64_t wantsCoredump = 1 << 4; // PIDFD_INFO_COREDUMP
constexpr uint32_t coredumped = 1 << 0; // PIDFD_COREDUMPED
constexpr uint32_t coredumpSkip = 1 << 1; // PIDFD_COREDUMP_SKIP
constexpr uint32_t coredumpUser = 1 << 2; // PIDFD_COREDUMP_USER
constexpr uint32_t coredumpRoot = 1 << 3; // PIDFD_COREDUMP_ROOT

}

std::optional<PidfdInfo> readPidfdInfo(int pidfd)
{
    KernelPidfdInfo kernel{};
    kernel.mask = wantsExit | wantsCoredump;
    if (::ioctl(pidfd, _IOWR(0xFF, 11, KernelPidfdInfo), &kernel) != 0)
        return std::nullopt;
    PidfdInfo info;
    if ((kernel.mask & wantsExit) != 0)
        info.exitStatus = kernel.exitCode;
    if ((kernel.mask & wantsCoredump) != 0) {
        info.dumped = (kernel.coredumpMask & coredumped) != 0;
        info.skipsDump = (kernel.coredumpMask & coredumpSkip) != 0;
        info.dumpsAsUser = (kernel.coredumpMask & coredumpUser) != 0;
        info.dumpsAsRoot = (kernel.coredumpMask & coredumpRoot) != 0;
    }
    return info;
}

}
