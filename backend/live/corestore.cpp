// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/corestore.h"

#include "backend/live/corefinders.h"
#include "backend/live/corehandler.h"
#include "backend/live/coresocket.h"
#include "backend/live/folderplace.h"

#include <algorithm>
#include <filesystem>
#include <format>
#include <set>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unordered_map>

namespace Freezeframe
{
namespace
{

/// Puts the finds of one keeper to the others; what has been found by path already is not listed twice.
void take(CoreStore &store, std::set<std::string> &known, FoundCores found)
{
    std::ranges::move(found.warnings, std::back_inserter(store.warnings));
    for (StoredCore &core : found.cores) {
        if (core.path.empty() || known.insert(core.path).second)
            store.cores.push_back(std::move(core));
    }
}

std::string keeperOf(const CorePattern &pattern, const CoreSocket &socket)
{
    switch (pattern.kind()) {
    case CorePattern::Kind::None: return "nothing: kernel.core_pattern is empty";
    case CorePattern::Kind::File:
        return pattern.isAbsolute() ? "files in one folder" : "files in the folder that each process is in";
    case CorePattern::Kind::Socket:
        if (!socket.fault().empty())
            return "nothing, as its socket can't take them: " + socket.path;
        return (socket.handler() == CoreHandler::Kind::Other ? socket.serverText()
                                                             : std::string(CoreHandler::nameOf(socket.handler())))
            + " behind the socket " + socket.path;
    case CorePattern::Kind::Pipe: break;
    }
    const CoreHandler::Kind handler = CoreHandler::kindOf(pattern);
    return handler == CoreHandler::Kind::Other ? pattern.handler() : CoreHandler::nameOf(handler);
}

/// The folder that core_pattern itself names, if it does.
std::string folderOf(const CorePattern &pattern, const CoreSocket &socket)
{
    if (pattern.kind() == CorePattern::Kind::File && pattern.isAbsolute()) {
        const CoreName name = CoreName::expand(pattern, {});
        return name.isFolderExact() ? name.folder() : std::string();
    }
    const CoreHandler::Kind handler
        = pattern.kind() == CorePattern::Kind::Socket ? socket.handler() : CoreHandler::kindOf(pattern);
    if (handler == CoreHandler::Kind::SystemdCoredump)
        return SystemdCoredumpConfig::folder;
    return handler == CoreHandler::Kind::Apport ? "/var/crash" : std::string();
}

/// Versions of executables are asked once each.
void addGoVersions(std::vector<StoredCore> &cores)
{
    std::unordered_map<std::string, std::string> versions;
    for (StoredCore &core : cores) {
        if (!core.goVersion.empty() || core.executable.empty())
            continue;
        const auto [at, isNew] = versions.try_emplace(core.executable);
        if (isNew)
            at->second = goVersionOf(core.executable);
        core.goVersion = at->second;
    }
}

std::string plainFolder(const std::string &folder)
{
    std::error_code error;
    const auto plain = std::filesystem::weakly_canonical(folder, error);
    return error ? folder : plain.string();
}

}

namespace
{

/// An absolute core_pattern means another folder to each process that has mounts of its own: those too, by paths that
/// lead there from here.
std::set<std::string> foldersElsewhere(const std::string &folder, const SystemPaths &paths)
{
    std::set<std::string> folders;
    if (!paths.root.empty() && !paths.root.starts_with("/proc/"))
        return folders; // not of this machine
    std::set<std::pair<dev_t, ino_t>> known;
    const auto isNew = [&known](const std::string &path) {
        struct stat status{};
        return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode)
            && known.emplace(status.st_dev, status.st_ino).second;
    };
    (void)isNew(paths.fromHere(folder));
    if (isNew(folder))
        folders.insert(plainFolder(folder));
    for (const int32_t pid : processesByMounts()) {
        const std::string door = std::format("/proc/{}/root{}", pid, folder);
        if (isNew(door))
            folders.insert(fileFromHere(door, pid));
    }
    return folders;
}

}

CoreStore storedCoresOf(const SystemPaths &paths, const std::vector<std::string> &extraFolders)
{
    CoreStore store;
    const CorePattern pattern = CorePattern::read(paths);
    store.pattern = pattern.text;
    const CoreSocket socket = CoreSocket::find(pattern, paths);
    store.keeper = keeperOf(pattern, socket);
    const std::string own = folderOf(pattern, socket);
    store.folder = own.empty() ? own : paths.fromHere(own);
    std::set<std::string> known;
    take(store, known, coresOfJournal(paths));
    take(store, known, coresOfSystemdStore(paths));
    take(store, known, coresOfApport(paths));
    std::set<std::string> folders;
    if (pattern.kind() == CorePattern::Kind::File && !own.empty()) {
        folders.insert(plainFolder(store.folder));
        folders.merge(foldersElsewhere(own, paths));
    }
    for (const std::string &folder : extraFolders)
        folders.insert(plainFolder(folder));
    for (const std::string &folder : folders)
        take(store, known, coresInFolder(folder, pattern));
    addGoVersions(store.cores);
    std::ranges::stable_sort(store.cores, std::greater(), &StoredCore::when);
    struct statvfs space{};
    const std::string counted = store.folder.empty() ? "." : store.folder;
    if (::statvfs(counted.c_str(), &space) == 0)
        store.freeSpace = uint64_t(space.f_bavail) * space.f_frsize;
    return store;
}

std::string storedCoresSignOf(const SystemPaths &paths, const std::vector<std::string> &extraFolders)
{
    const CorePattern pattern = CorePattern::read(paths);
    std::vector<std::string> folders{paths.root + SystemdCoredumpConfig::folder, paths.root + "/var/crash",
                                     paths.root + "/var/lib/apport/coredump"};
    if (const std::string own = folderOf(pattern, {}); !own.empty())
        folders.push_back(paths.root + own);
    folders.insert(folders.end(), extraFolders.begin(), extraFolders.end());
    std::string sign = pattern.text;
    for (const std::string &folder : folders) {
        struct stat status{};
        if (::stat(folder.c_str(), &status) == 0)
            sign += std::format("\n{}:{}:{}.{}", status.st_dev, status.st_ino, status.st_mtim.tv_sec,
                                status.st_mtim.tv_nsec);
        else
            sign += "\n-";
    }
    return sign;
}

std::string storedCoresSign(const std::vector<std::string> &extraFolders)
{
    return storedCoresSignOf(SystemPaths::ofThisMachine(), extraFolders);
}

CoreStore storedCores(const std::vector<std::string> &extraFolders)
{
    return storedCoresOf(SystemPaths::ofThisMachine(), extraFolders);
}

}
