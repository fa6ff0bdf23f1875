// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/corefinders.h"
#include "backend/live/corehandler.h"
#include "backend/live/procfiles.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <format>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

namespace Freezeframe
{
namespace
{

constexpr size_t mostNames = 100'000; // of a folder that are looked at
constexpr size_t mostFiles = 300; // that are opened, the newest

struct Candidate {
    std::string name;
    std::string path;
    uint64_t bytes = 0;
    int64_t when = 0;
    uint32_t uid = 0;
};

/// The files of a folder with names that @p wants, newest first. A huge folder is cut, and that is told.
template<class Wants>
std::vector<Candidate> candidatesIn(const std::string &folder, const CoreQuery &query, FoundCores &found, Wants wants)
{
    std::vector<Candidate> candidates;
    DIR *entries = ::opendir(folder.c_str());
    if (!entries) {
        if (errno != ENOENT)
            found.warnings.push_back({.code = ErrorCode::Io,
                                      .message = std::string("the folder can't be read: ") + std::strerror(errno),
                                      .file = folder});
        return candidates;
    }
    size_t count = 0;
    while (const dirent *entry = ::readdir(entries)) {
        if (++count > mostNames) {
            found.warnings.push_back({.code = ErrorCode::Limit,
                                      .message = std::format("only {} of its files were looked at", mostNames),
                                      .file = folder});
            break;
        }
        struct stat status{};
        if (!wants(std::string_view(entry->d_name))
            || ::fstatat(::dirfd(entries), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(status.st_mode)
            || status.st_mtim.tv_sec < query.since)
            continue;
        candidates.push_back({.name = entry->d_name,
                              .path = folder + (folder.ends_with('/') ? "" : "/") + entry->d_name,
                              .bytes = uint64_t(status.st_size),
                              .when = status.st_mtim.tv_sec,
                              .uid = status.st_uid});
    }
    ::closedir(entries);
    std::ranges::sort(candidates, std::greater(), &Candidate::when);
    if (candidates.size() > mostFiles) {
        found.warnings.push_back(
            {.code = ErrorCode::Limit,
             .message = std::format("only the newest {} of {} cores are listed", mostFiles, candidates.size()),
             .file = folder});
        candidates.resize(mostFiles);
    }
    return candidates;
}

StoredCore::State stateOf(const std::string &path)
{
    return ::access(path.c_str(), R_OK) == 0 ? StoredCore::State::Present : StoredCore::State::Unreadable;
}

std::string attribute(const std::string &path, const char *name)
{
    std::array<char, 4096> value;
    const ssize_t size = ::getxattr(path.c_str(), name, value.data(), value.size());
    return size > 0 ? std::string(value.data(), size_t(size)) : std::string();
}

bool isPacked(std::string_view name)
{
    return std::ranges::any_of(std::array{".zst", ".lz4", ".xz", ".gz"},
                               [name](const char *ending) { return name.ends_with(ending); });
}

std::string_view withoutPacking(std::string_view name)
{
    return isPacked(name) ? name.substr(0, name.rfind('.')) : name;
}

/// "core.COMM.UID.BOOT.PID.TIME": the parts from behind; the time in microseconds, or seconds of old versions.
bool takeSystemdName(std::string_view name, StoredCore &core)
{
    name = withoutPacking(name);
    std::array<std::string_view, 4> parts; // time, pid, boot, uid
    for (std::string_view &part : parts) {
        const size_t dot = name.rfind('.');
        if (dot == std::string_view::npos)
            return false;
        part = name.substr(dot + 1);
        name = name.substr(0, dot);
    }
    const auto time = parseNumber(parts[0]);
    const auto pid = parseNumber(parts[1]);
    const auto uid = parseNumber(parts[3]);
    if (!time || !pid || !uid || *pid > INT32_MAX || !name.starts_with("core."))
        return false;
    constexpr uint64_t microsecondsFrom = 100'000'000'000'000; // 1973 in them, far ahead in seconds
    core.when = int64_t(*time >= microsecondsFrom ? *time / 1'000'000 : *time);
    core.pid = int32_t(*pid);
    core.uid = uint32_t(*uid);
    core.program = systemdUnescaped(name.substr(5));
    return true;
}

/// The value of a field of one line in an apport report.
std::string reportField(std::string_view head, std::string_view name)
{
    const std::string label = "\n" + std::string(name) + ": ";
    const size_t at = head.find(label);
    if (at == std::string_view::npos)
        return {};
    const size_t begin = at + label.size();
    return std::string(head.substr(begin, head.find('\n', begin) - begin));
}

StoredCore readReport(const Candidate &file)
{
    constexpr size_t headSize = 256 << 10; // the core comes last
    StoredCore core{.uid = file.uid, .when = file.when, .path = file.path, .bytes = file.bytes};
    core.state = stateOf(file.path);
    core.source = "apport";
    const std::string text = "\n" + readKernelFile(file.path, headSize).value_or(std::string());
    core.executable = reportField(text, "ExecutablePath");
    core.signal = int(parseNumber(reportField(text, "Signal")).value_or(0));
    if (const size_t status = text.find("\nProcStatus:"); status != std::string::npos) {
        const size_t pid = text.find("\n Pid:\t", status);
        if (pid != std::string::npos)
            core.pid = int32_t(
                parseNumber(std::string_view(text).substr(pid + 7, text.find('\n', pid + 7) - pid - 7)).value_or(0));
    }
    core.program = core.executable.empty() ? file.name : baseName(core.executable);
    if (core.state == StoredCore::State::Present && text.size() <= headSize
        && text.find("\nCoreDump:") == std::string::npos) {
        core.state = StoredCore::State::NeverStored;
        core.summary = "a report without a core";
    }
    return core;
}

bool fits(const StoredCore &core, const CoreQuery &query)
{
    return (!query.pid || core.pid == *query.pid) && core.when >= query.since;
}

}

FoundCores coresOfSystemdStore(const SystemPaths &paths, const CoreQuery &query)
{
    FoundCores found;
    const auto wants = [](std::string_view name) { return name.starts_with("core."); };
    for (const Candidate &file : candidatesIn(paths.root + SystemdCoredumpConfig::folder, query, found, wants)) {
        StoredCore core{.path = file.path, .bytes = file.bytes};
        if (!takeSystemdName(file.name, core))
            continue;
        core.source = "systemd-coredump";
        core.state = stateOf(file.path);
        core.signal = int(parseNumber(attribute(file.path, "user.coredump.signal")).value_or(0));
        core.executable = attribute(file.path, "user.coredump.exe");
        if (const std::string comm = attribute(file.path, "user.coredump.comm"); !comm.empty())
            core.program = comm;
        if (fits(core, query))
            found.cores.push_back(std::move(core));
    }
    return found;
}

FoundCores coresOfApport(const SystemPaths &paths, const CoreQuery &query)
{
    FoundCores found;
    const auto isReport = [](std::string_view name) { return name.ends_with(".crash"); };
    for (const Candidate &file : candidatesIn(paths.root + "/var/crash", query, found, isReport)) {
        StoredCore core = readReport(file);
        if (fits(core, query))
            found.cores.push_back(std::move(core));
    }
    // "core._usr_bin_x.1000.BOOT.4711.START": for programs that are from no package.
    const auto isCore = [](std::string_view name) { return name.starts_with("core."); };
    for (const Candidate &file : candidatesIn(paths.root + "/var/lib/apport/coredump", query, found, isCore)) {
        StoredCore core{.path = file.path, .bytes = file.bytes};
        const bool isNamed = takeSystemdName(file.name, core);
        core.when = file.when; // the name has the start in clock ticks
        core.source = "apport";
        core.state = stateOf(file.path);
        if (isNamed && fits(core, query))
            found.cores.push_back(std::move(core));
    }
    return found;
}

FoundCores coresInFolder(const std::string &folder, const CorePattern &pattern, const CoreQuery &query)
{
    FoundCores found;
    CoreNameFacts nothing;
    if (const auto host = readKernelLine("/proc/sys/kernel/hostname"); !host.empty())
        nothing.host = host;
    const CoreName name = CoreName::expand(pattern, nothing);
    const bool hasNames = pattern.kind() == CorePattern::Kind::File;
    const auto wants = [&](std::string_view file) {
        const std::string_view plain = withoutPacking(file);
        return plain == "core" || plain.starts_with("core.") || plain.ends_with(".core")
            || (hasNames && name.matchesFile(plain));
    };
    for (const Candidate &file : candidatesIn(folder, query, found, wants)) {
        StoredCore core{
            .program = file.name, .uid = file.uid, .when = file.when, .path = file.path, .bytes = file.bytes};
        core.source = "core_pattern";
        core.state = stateOf(file.path);
        if (core.state == StoredCore::State::Present && !describeCore(core) && !isPacked(file.name))
            continue; // core.go, or a folder's "core.txt"; what is compressed may be damaged only
        if (fits(core, query))
            found.cores.push_back(std::move(core));
    }
    return found;
}

}
