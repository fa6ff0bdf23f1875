// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/folderaccess.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/quota.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <thread>
#include <unistd.h>

namespace Freezeframe
{
namespace
{

/// Whether the folder may be written and searched with the rights of the calling thread; 0 or the errno.
int tryAccess(int folder)
{
    return ::faccessat(folder, ".", W_OK | X_OK, AT_EACCESS) == 0 ? 0 : errno;
}

/// The same with another user's rights: in a thread of its own, since the kernel keeps them by thread.
int tryAccessAs(int folder, const FileRights &rights)
{
    int result = EPERM;
    // Whoever changes its user is no longer dumpable, with all its threads: this program would leave no core itself.
    const int dumpable = ::prctl(PR_GET_DUMPABLE);
    std::thread([&] {
        std::vector<gid_t> groups(rights.groups.begin(), rights.groups.end());
        if (::syscall(SYS_setgroups, groups.size(), groups.data()) != 0)
            return;
        // Without a wrapper's care for all threads. setfsuid takes the rights to override away with it.
        ::syscall(SYS_setfsgid, rights.gid);
        ::syscall(SYS_setfsuid, rights.uid);
        if (::syscall(SYS_setfsuid, -1) == long(rights.uid))
            result = tryAccess(folder);
    }).join();
    if (dumpable == 1)
        ::prctl(PR_SET_DUMPABLE, 1);
    return result;
}

/// By the permission bits alone, where we may not take the other's place. Access lists are not looked at.
bool mayWriteByMode(const struct stat &status, const FileRights &rights)
{
    unsigned shift = 0;
    if (status.st_uid == rights.uid)
        shift = 6;
    else if (status.st_gid == rights.gid || std::ranges::find(rights.groups, status.st_gid) != rights.groups.end())
        shift = 3;
    return (status.st_mode >> shift & 3) == 3;
}

/// quotactl_fd(2), which needs no name of a device. Of other users only root learns it.
std::optional<uint64_t> quotaLeft(int folder, uint32_t uid)
{
    // It takes no O_PATH.
    const int file = ::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0)
        return std::nullopt;
    dqblk quota{};
    const long status = ::syscall(SYS_quotactl_fd, file, QCMD(Q_GETQUOTA, USRQUOTA), uid, &quota);
    ::close(file);
    return status == 0 ? FolderAccess::leftOf(quota.dqb_bhardlimit, quota.dqb_curspace) : std::nullopt;
}

FolderAccess::State stateOf(int folder, const struct stat &status, const FileRights &rights)
{
    using State = FolderAccess::State;
    int reason = 0;
    if (rights.overrides)
        reason = ::geteuid() == 0 ? tryAccess(folder) : 0;
    else if (rights.uid == ::geteuid() && rights.uid != 0)
        reason = tryAccess(folder);
    else if (::geteuid() == 0 && rights.uid != 0)
        reason = tryAccessAs(folder, rights);
    else
        reason = mayWriteByMode(status, rights) ? 0 : EACCES;
    return reason == 0 ? State::Writable : reason == EROFS ? State::ReadOnly : State::Denied;
}

}

std::optional<uint64_t> FolderAccess::leftOf(uint64_t hardBlocks, uint64_t usedBytes)
{
    constexpr uint64_t block = 1024; // QIF_DQBLKSIZE; no limit is 0
    if (hardBlocks == 0 || hardBlocks > UINT64_MAX / block)
        return std::nullopt;
    return hardBlocks * block - std::min(hardBlocks * block, usedBytes);
}

FolderAccess FolderAccess::examine(const std::string &path, const FileRights &rights)
{
    FolderAccess access;
    const int folder = ::open(path.c_str(), O_PATH | O_CLOEXEC);
    struct stat status{};
    if (folder < 0 || ::fstat(folder, &status) != 0) {
        access.reason = std::strerror(errno);
        access.state = errno == ENOENT ? State::Missing : errno == ENOTDIR ? State::NotAFolder : State::Unreachable;
        if (folder >= 0)
            ::close(folder);
        return access;
    }
    access.ownerUid = status.st_uid;
    access.mode = status.st_mode & 07777;
    struct statvfs space{};
    const bool hasSpace = ::fstatvfs(folder, &space) == 0;
    if (hasSpace) {
        access.freeBytes = uint64_t(space.f_bavail) * space.f_frsize;
        if (rights.overrides)
            access.reservedBytes = uint64_t(space.f_bfree - std::min(space.f_bfree, space.f_bavail)) * space.f_frsize;
        access.quotaBytes = quotaLeft(folder, rights.uid);
        access.freeFiles = space.f_favail;
        access.countsFiles = space.f_files > 0;
    }
    if (!S_ISDIR(status.st_mode))
        access.state = State::NotAFolder;
    else if (status.st_nlink == 0)
        access.state = State::Missing; // removed while the process is in it
    else if (hasSpace && (space.f_flag & ST_RDONLY) != 0)
        access.state = State::ReadOnly;
    else
        access.state = stateOf(folder, status, rights);
    ::close(folder);
    return access;
}

}
