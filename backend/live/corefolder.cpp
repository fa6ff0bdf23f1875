// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/corefolder.h"

#include "backend/live/procfiles.h"

#include <cerrno>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <format>
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

Result<void> CoreFolder::open(const std::string &door, std::string shown, const CoreName &name)
{
    m_folder = ::open(door.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    m_shown = std::move(shown);
    m_name = name;
    if (m_folder < 0)
        return std::unexpected(Error{.code = errno == ENOENT ? ErrorCode::NotFound : ErrorCode::Io,
                                     .message = std::string("the folder can't be opened: ") + std::strerror(errno),
                                     .file = m_shown});
    for (const std::string &file : candidates()) {
        if (const auto mark = markOf(file))
            m_before.insert(*mark);
    }
    return {};
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
    return m_shown + (m_shown.ends_with('/') ? "" : "/") + m_name.fileText();
}

std::string CoreFolder::pathOf(const std::string &name) const
{
    struct stat here{};
    struct stat there{};
    if (::fstat(m_folder, &here) != 0)
        return m_shown + "/" + name;
    // By the name that the process gave it, else by that which it has for us now; in a container neither may lead there.
    for (const std::string &folder :
         {m_shown, readLink(std::format("/proc/self/fd/{}", m_folder)).value_or(std::string())}) {
        if (!folder.empty() && ::stat(folder.c_str(), &there) == 0 && there.st_dev == here.st_dev
            && there.st_ino == here.st_ino)
            return folder + (folder.ends_with('/') ? "" : "/") + name;
    }
    return m_shown + (m_shown.ends_with('/') ? "" : "/") + name;
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
        Find find{.path = pathOf(name)};
        find.descriptor = ::openat(m_folder, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
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
    return pathOf(name);
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
