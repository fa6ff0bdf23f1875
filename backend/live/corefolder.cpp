// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/corefolder.h"

#include "backend/live/mounttable.h"

#include <cerrno>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace Freezeframe
{
namespace
{

constexpr size_t mostNames = 200'000; // of a folder that are looked at

}

CoreFolder::~CoreFolder()
{
    if (m_folder >= 0)
        ::close(m_folder);
}

Result<void> CoreFolder::open(const std::string &door, std::string shown, const CoreName &name, int32_t pid)
{
    m_folder = ::open(door.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    m_shown = std::move(shown);
    m_name = name;
    m_pid = pid;
    if (m_folder < 0)
        return std::unexpected(Error{.code = errno == ENOENT ? ErrorCode::NotFound : ErrorCode::Io,
                                     .message = std::string("the folder can't be opened: ") + std::strerror(errno),
                                     .file = m_shown});
    m_place = placeOfFolder(m_folder, pid);
    markAll();
    return {};
}

bool CoreFolder::isBehind(const std::string &door) const
{
    struct stat here{};
    struct stat there{};
    if (::stat(door.c_str(), &there) != 0)
        return true;
    return m_folder >= 0 && ::fstat(m_folder, &here) == 0 && here.st_dev == there.st_dev && here.st_ino == there.st_ino;
}

void CoreFolder::follow(const std::string &door, int32_t pid, bool isDumping)
{
    const int folder = ::open(door.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return;
    if (m_folder >= 0)
        ::close(m_folder);
    m_folder = folder;
    m_pid = pid;
    m_place = placeOfFolder(m_folder, pid);
    m_before.clear();
    if (!isDumping)
        markAll();
}

void CoreFolder::markAll()
{
    for (const std::string &file : candidates()) {
        if (const auto mark = markOf(file))
            m_before.insert(*mark);
    }
}

std::vector<std::string> CoreFolder::candidates() const
{
    if (m_name.isExact())
        return {m_name.fileText()};
    std::vector<std::string> names;
    // A stream of its own: the descriptor's place in the folder is shared by all that use it.
    const int again = ::openat(m_folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *entries = again >= 0 ? ::fdopendir(again) : nullptr;
    if (!entries)
        return names;
    size_t count = 0;
    while (const dirent *entry = ::readdir(entries)) {
        if (++count > mostNames)
            break;
        if (m_name.matchesFile(entry->d_name))
            names.emplace_back(entry->d_name);
    }
    ::closedir(entries);
    return names;
}

std::optional<CoreFolder::Mark> CoreFolder::markOf(const std::string &name) const
{
    struct stat status{};
    if (::fstatat(m_folder, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(status.st_mode))
        return std::nullopt;
    return Mark{status.st_ino, status.st_ctim.tv_sec, status.st_ctim.tv_nsec};
}

std::string CoreFolder::shownPath() const
{
    const std::string &here = m_place.best();
    const std::string folder = !here.empty() ? here : m_place.inner.empty() ? m_shown : m_place.inner;
    const std::string path = joinedPath(folder, "/" + m_name.fileText());
    return here.empty() && !m_place.inner.empty() ? path + ", in the process's own mount namespace" : path;
}

std::string CoreFolder::pathOf(const std::string &name) const
{
    struct stat here{};
    if (::fstatat(m_folder, name.c_str(), &here, AT_SYMLINK_NOFOLLOW) != 0)
        return {};
    const auto isIt = [&here](const std::string &path) {
        struct stat there{};
        return ::lstat(path.c_str(), &there) == 0 && S_ISREG(there.st_mode) && there.st_size == here.st_size
            && there.st_ctim.tv_sec == here.st_ctim.tv_sec && there.st_ctim.tv_nsec == here.st_ctim.tv_nsec;
    };
    const auto isSame = [&](const std::string &path) {
        struct stat there{};
        return isIt(path) && ::lstat(path.c_str(), &there) == 0 && there.st_dev == here.st_dev
            && there.st_ino == here.st_ino;
    };
    // Who has the folder may have changed since: the process is gone, and its keeper perhaps with it.
    const FolderPlace place = placeOfFolderNow(m_folder, m_pid, m_place);
    // Below an overlay the file has another device, and the same times to the nanosecond.
    if (const std::string path = joinedPath(place.upper, "/" + name); !place.upper.empty() && isIt(path))
        return path;
    const std::string path = joinedPath(place.path, "/" + name);
    return !place.path.empty() && !place.endsWithIt && isSame(path) ? path : std::string();
}

int CoreFolder::openFile(const std::string &name) const
{
    return ::openat(m_folder, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
}

std::vector<CoreFolder::Find> CoreFolder::newFiles() const
{
    std::vector<Find> found;
    if (m_folder < 0)
        return found;
    for (const std::string &name : candidates()) {
        const auto mark = markOf(name);
        if (!mark || m_before.contains(*mark))
            continue;
        Find find{.name = name, .path = pathOf(name), .descriptor = openFile(name)};
        struct stat status{};
        if (::fstatat(m_folder, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0)
            find.bytes = uint64_t(status.st_size);
        found.push_back(std::move(find));
    }
    return found;
}

std::optional<std::string> CoreFolder::existing() const
{
    struct stat status{};
    const std::string name = m_name.fileText();
    if (m_folder < 0 || !m_name.isExact() || ::fstatat(m_folder, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0
        || S_ISDIR(status.st_mode))
        return std::nullopt;
    const std::string path = pathOf(name);
    return path.empty() ? shownPath() : path;
}

Result<void> CoreFolder::remove(const std::string &name) const
{
    const auto mark = markOf(name);
    if (!mark || m_before.contains(*mark) || !m_name.matchesFile(name))
        return fail(ErrorCode::Mismatch, name + " is not the file that was found");
    if (::unlinkat(m_folder, name.c_str(), 0) != 0)
        return fail(ErrorCode::Io, name + " can't be removed: " + std::strerror(errno));
    return {};
}

uint64_t CoreFolder::freeBytes() const
{
    struct statvfs space{};
    return ::fstatvfs(m_folder, &space) == 0 ? uint64_t(space.f_bavail) * space.f_frsize : UINT64_MAX;
}

}
