// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/coresocket.h"

#include "backend/live/procfiles.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <format>
#include <linux/openat2.h>
#include <set>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

namespace Freezeframe
{
namespace
{

using State = CoreSocket::State;

/// fs/coredump.c: format_corename takes nothing but a plain absolute path here, and fills in no %.
bool isGoodName(const std::string &path)
{
    return path.starts_with('/') && path.find(' ') == std::string::npos && path.size() < sizeof(sockaddr_un::sun_path)
        && (path + "/").find("/../") == std::string::npos;
}

/// net/unix/af_unix.c: with SOCK_COREDUMP the path is looked up below the first process's root, and no link is followed.
State stateOfFile(const std::string &path, const SystemPaths &paths, std::string &reason)
{
    const int root = ::open(paths.root.empty() ? "/" : paths.root.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
    open_how how{};
    how.flags = O_PATH | O_CLOEXEC;
    how.resolve = RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS | RESOLVE_IN_ROOT;
    const int file = root < 0 ? -1 : int(::syscall(SYS_openat2, root, path.c_str(), &how, sizeof(how)));
    const int error = errno;
    struct stat status{};
    const bool isKnown = file >= 0 && ::fstat(file, &status) == 0;
    for (const int descriptor : {root, file}) {
        if (descriptor >= 0)
            ::close(descriptor);
    }
    if (isKnown)
        return S_ISSOCK(status.st_mode) ? State::Listening : S_ISLNK(status.st_mode) ? State::Link : State::NoSocket;
    if (error == ENOENT || error == ENOTDIR)
        return State::Missing;
    if (error == ELOOP)
        return State::Link;
    reason = path + ": " + std::strerror(error);
    return State::Unseen;
}

/// Inode numbers of sockets that listen by that name, from lines of /proc/net/unix: "Num RefCount Protocol Flags Type St
/// Inode Path". A server may have bound a relative name, or seen the folder elsewhere: then the file's name has to do.
void addListeners(std::string_view text, const std::set<std::string> &names, std::set<uint64_t> &exact,
                  std::set<uint64_t> &alike)
{
    constexpr uint64_t listens = 0x10000; // __SO_ACCEPTCON
    constexpr uint64_t stream = 1; // SOCK_STREAM
    const std::string file = baseName(*names.begin());
    while (!text.empty()) {
        std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        std::vector<std::string_view> words;
        while (!line.empty() && words.size() < 7) {
            line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
            words.push_back(line.substr(0, line.find(' ')));
            line.remove_prefix(words.back().size());
        }
        if (words.size() < 7 || line.size() < 2)
            continue;
        const std::string path(line.substr(1));
        const auto inode = parseNumber(words[6]);
        if (!inode || (parseNumber(words[3], 16).value_or(0) & listens) == 0
            || parseNumber(words[4], 16).value_or(0) != stream)
            continue;
        if (names.contains(path))
            exact.insert(*inode);
        else if (baseName(path) == file)
            alike.insert(*inode);
    }
}

/// In all network namespaces that we may tell apart: a path leads to a socket of any. False if some may not be seen.
bool findListeners(const std::set<std::string> &names, std::set<uint64_t> &inodes)
{
    constexpr size_t longestTable = 16 << 20;
    std::set<uint64_t> exact;
    std::set<uint64_t> alike;
    bool isWhole = true;
    const auto take = [&](const std::string &base) {
        const auto text = readKernelFile(base + "/net/unix", longestTable);
        // Who has ended has none.
        isWhole = isWhole && (text || text.error().code == ErrorCode::NotFound);
        addListeners(text.value_or(std::string()), names, exact, alike);
    };
    std::set<std::string> known = {readLink("/proc/self/ns/net").value_or(std::string())};
    take("/proc/self");
    for (const int32_t pid : allProcesses()) {
        if (!exact.empty())
            break;
        // Of another user's process it may not be seen which namespace that is in, but what listens there.
        const auto space = readLink(std::format("/proc/{}/ns/net", pid));
        if (!space || known.insert(*space).second)
            take(std::format("/proc/{}", pid));
    }
    inodes = exact.empty() ? alike : exact;
    return isWhole;
}

std::vector<CoreSocket::Server> serversOf(const std::set<uint64_t> &inodes)
{
    std::set<std::string> links;
    for (const uint64_t inode : inodes)
        links.insert(std::format("socket:[{}]", inode));
    std::vector<CoreSocket::Server> servers;
    for (const int32_t pid : allProcesses()) {
        const std::string base = std::format("/proc/{}/", pid);
        DIR *files = ::opendir((base + "fd").c_str());
        bool hasIt = false;
        while (const dirent *entry = files && !hasIt ? ::readdir(files) : nullptr)
            hasIt = links.contains(readLink(base + "fd/" + entry->d_name).value_or(std::string()));
        if (files)
            ::closedir(files);
        if (!hasIt)
            continue;
        const std::string executable = withoutDeleted(readLink(base + "exe").value_or(std::string()));
        servers.push_back({pid, executable.empty() ? readKernelLine(base + "comm") : baseName(executable)});
    }
    return servers;
}

}

CoreSocket CoreSocket::find(const CorePattern &pattern, const SystemPaths &paths)
{
    CoreSocket socket;
    if (pattern.kind() != CorePattern::Kind::Socket)
        return socket;
    socket.negotiates = pattern.text.starts_with("@@");
    socket.path = pattern.text.substr(socket.negotiates ? 2 : 1);
    if (!isGoodName(socket.path)) {
        socket.state = State::BadName;
        return socket;
    }
    socket.state = stateOfFile(socket.path, paths, socket.reason);
    if (socket.state != State::Listening)
        return socket;
    std::set<uint64_t> inodes;
    const bool isWhole = findListeners({socket.path, paths.root + socket.path}, inodes);
    if (!inodes.empty()) {
        socket.servers = serversOf(inodes);
    } else if (isWhole) {
        socket.state = State::NotListening;
    } else {
        socket.state = State::Unseen;
        socket.reason = "whether a server listens at " + socket.path + " may not be seen";
    }
    return socket;
}

CoreHandler::Kind CoreSocket::handler() const
{
    for (const Server &server : servers) {
        if (const CoreHandler::Kind kind = CoreHandler::kindOf(server.name); kind != CoreHandler::Kind::Other)
            return kind;
    }
    // systemd itself holds the sockets of services that it starts only when they are asked.
    const bool isSystemds = path.starts_with("/run/systemd/") && path.find("coredump") != std::string::npos;
    const bool isHeldByIt = servers.empty()
        || std::ranges::any_of(servers, [](const Server &server) { return server.name == "systemd"; });
    return isSystemds && isHeldByIt ? CoreHandler::Kind::SystemdCoredump : CoreHandler::Kind::Other;
}

std::string CoreSocket::serverText() const
{
    std::string text;
    for (const Server &server : servers)
        text += std::format("{}{} (process {})", text.empty() ? "" : ", ", server.name, server.pid);
    return text.empty() ? "a server that you may not see" : text;
}

std::string CoreSocket::fault() const
{
    switch (state) {
    case State::NotListening: return "No server listens at the socket to which the kernel gives cores: " + path + ".";
    case State::Missing: return "The socket to which the kernel gives cores does not exist: " + path + ".";
    case State::NoSocket: return "The kernel gives cores to a socket, but this is none: " + path + ".";
    case State::Link:
        return "The kernel gives cores to a socket, and follows no symbolic link to it: " + path + " has one.";
    case State::BadName:
        return "kernel.core_pattern names a socket by what the kernel does not take: a plain full path of at most 107 " "bytes.";
    default: return {};
    }
}

}
