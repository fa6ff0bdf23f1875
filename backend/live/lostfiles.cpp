// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/lostfiles.h"

#include "backend/live/procfiles.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <elf.h>
#include <fcntl.h>
#include <format>
#include <map>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <tuple>
#include <unistd.h>

namespace Freezeframe
{
namespace
{

/// Headers, ids and a part of the program: two builds differ there. More is not compared.
constexpr size_t comparedBytes = size_t(256) << 10;

/// Where a path of this machine may be seen: at itself, or below the host's root (see ModuleFinder).
std::vector<std::string> placesOf(const std::string &path)
{
    std::vector<std::string> places{path};
    if (const char *root = ::getenv("FREEZEFRAME_HOST_ROOT"); root && *root && path.starts_with('/'))
        places.push_back(root + path);
    return places;
}

std::optional<struct stat> statusOf(const std::string &path)
{
    struct stat status{};
    return ::stat(path.c_str(), &status) == 0 ? std::optional(status) : std::nullopt;
}

bool isSame(const struct stat &one, const struct stat &other)
{
    return one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

std::vector<std::byte> beginningOf(const std::string &path)
{
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat status{};
    std::vector<std::byte> bytes(comparedBytes);
    ssize_t size = 0;
    if (file >= 0 && ::fstat(file, &status) == 0 && S_ISREG(status.st_mode))
        size = ::pread(file, bytes.data(), bytes.size(), 0);
    if (file >= 0)
        ::close(file);
    bytes.resize(size_t(std::max<ssize_t>(0, size)));
    return bytes;
}

bool isElf(const std::vector<std::byte> &bytes)
{
    return bytes.size() >= sizeof(Elf64_Ehdr) && std::memcmp(bytes.data(), ELFMAG, SELFMAG) == 0;
}

/// Whether @p mapped, the beginning of a program or library, is that of the file at @p path.
bool isBuildAt(const std::string &path, const std::vector<std::byte> &mapped)
{
    if (!isElf(mapped))
        return false;
    const std::vector<std::byte> there = beginningOf(path);
    const size_t size = std::min(there.size(), mapped.size());
    return size >= sizeof(Elf64_Ehdr) && std::memcmp(there.data(), mapped.data(), size) == 0;
}

/// Of a file that is not the one at @p path, as the kernel names it: whether there is another copy of the same build.
std::optional<LostFile> verdict(const std::string &path, const std::vector<std::byte> &beginning, bool isExecutable)
{
    LostFile lost{.path = withoutDeleted(path), .isExecutable = isExecutable};
    bool isOther = false;
    for (const std::string &place : placesOf(lost.path)) {
        if (isBuildAt(place, beginning))
            return std::nullopt;
        isOther |= statusOf(place).has_value();
    }
    lost.reason = isOther   ? LostFile::Reason::Replaced
        : lost.path != path ? LostFile::Reason::NoPath
                            : LostFile::Reason::Elsewhere;
    return lost;
}

/// All mappings of one file.
struct MappedFileParts {
    std::vector<ProcessMapping *> mappings;
    std::vector<std::byte> beginning; ///< as it is in memory; empty if that part is not mapped
};

/// Looks for the files of one process.
class Search
{
public:
    Search(const LivingMemory &memory, int32_t pid)
        : m_memory(memory)
        , m_pid(pid)
        , m_root(std::format("/proc/{}/root", pid))
        , m_link(readLink(std::format("/proc/{}/exe", pid)).value_or(""))
    {
    }

    [[nodiscard]] std::optional<LostFile> judge(MappedFileParts &file) const
    {
        const ProcessMapping &first = *file.mappings.front();
        const bool isDeleted = withoutDeleted(first.path) != first.path;
        const auto inside = isDeleted ? std::nullopt : statusOf(m_root + first.path);
        if (inside && !S_ISREG(inside->st_mode))
            return std::nullopt; // a device: its memory is not for others to read
        for (const std::string &place : placesOf(first.path)) {
            const auto here = statusOf(place);
            if (here && (isMapped(*here, first) || (inside && isSame(*here, *inside))))
                return std::nullopt;
        }
        readBeginning(file);
        auto lost = verdict(first.path, file.beginning, first.path == m_link);
        if (lost && isElf(file.beginning))
            lost->doors = doorsTo(first, lost->isExecutable);
        return lost;
    }

private:
    /// By what /proc/PID/maps says, which on some file systems is another device than stat(2) tells (btrfs, overlayfs).
    [[nodiscard]] static bool isMapped(const struct stat &status, const ProcessMapping &mapping)
    {
        return status.st_ino == mapping.inode
            && std::format("{:02x}:{:02x}", major(status.st_dev), minor(status.st_dev)) == mapping.device;
    }
    [[nodiscard]] std::vector<std::string> doorsTo(const ProcessMapping &mapping, bool isExecutable) const
    {
        if (isExecutable)
            return {std::format("/proc/{}/exe", m_pid)};
        // The first takes rights that not everybody has (proc_pid_map_files(5)).
        return {std::format("/proc/{}/map_files/{:x}-{:x}", m_pid, mapping.range.begin.value, mapping.range.end.value),
                m_root + mapping.path};
    }
    void readBeginning(MappedFileParts &file) const
    {
        for (const ProcessMapping *mapping : file.mappings) {
            if (mapping->fileOffset != 0 || !mapping->isAccessible())
                continue;
            file.beginning.resize(std::min<uint64_t>(mapping->range.size(), comparedBytes));
            const ssize_t size = m_memory.read(mapping->range.begin, file.beginning);
            file.beginning.resize(size_t(std::max<ssize_t>(0, size)));
            return;
        }
    }

    const LivingMemory &m_memory;
    int32_t m_pid;
    std::string m_root;
    std::string m_link;
};

/// What may be lost at all: not memory that only looks like a file, nor devices.
bool isOfInterest(const ProcessMapping &mapping)
{
    const bool isNamed = mapping.path.starts_with('/');
    const bool isDevice
        = mapping.details.isDevice || (mapping.path.starts_with("/dev/") && !mapping.path.starts_with("/dev/shm/"));
    // Shared memory without a name is a part of every core already.
    const bool isSharedMemory = mapping.isShared && withoutDeleted(mapping.path) != mapping.path;
    return mapping.isFile() && isNamed && !isDevice && !mapping.details.isHuge && !isSharedMemory;
}

}

std::string LostFile::sentence() const
{
    const std::string what = (isExecutable ? "the executable " : "") + path;
    switch (reason) {
    case Reason::NoPath: return what + " has no path any more";
    case Reason::Replaced:
        return isExecutable ? "the binary on disk is another one than the executable that runs (" + path + ")"
                            : "the file at " + path + " is another one than is mapped";
    case Reason::Elsewhere: return what + " is at its path in the process's own mount namespace only";
    }
    return {};
}

std::vector<LostFile> markLostFiles(std::vector<ProcessMapping> &mappings, const LivingMemory &memory, int32_t pid)
{
    std::map<std::tuple<std::string, uint64_t, std::string>, MappedFileParts> files;
    for (ProcessMapping &mapping : mappings) {
        if (isOfInterest(mapping))
            files[{mapping.device, mapping.inode, mapping.path}].mappings.push_back(&mapping);
    }
    const Search search(memory, pid);
    std::vector<LostFile> all;
    for (auto &[key, file] : files) {
        auto lost = search.judge(file);
        if (!lost)
            continue;
        for (ProcessMapping *mapping : file.mappings)
            mapping->details.isLost = true;
        all.push_back(std::move(*lost));
    }
    std::ranges::stable_partition(all, &LostFile::isExecutable);
    return all;
}

std::optional<LostFile> lostExecutable(int32_t pid)
{
    const std::string link = std::format("/proc/{}/exe", pid);
    const auto path = readLink(link);
    const auto running = statusOf(link);
    if (!path || !running)
        return std::nullopt;
    for (const std::string &place : placesOf(*path)) {
        if (const auto here = statusOf(place); here && isSame(*here, *running))
            return std::nullopt;
    }
    return verdict(*path, beginningOf(link), true);
}

std::string lostFilesSentence(const std::vector<LostFile> &files)
{
    if (files.empty())
        return {};
    std::string sentence = files.front().sentence();
    if (files.size() == 2)
        sentence += ", and " + files.back().sentence();
    else if (files.size() > 2)
        sentence += std::format(", and so it is with {} more files", files.size() - 1);
    return sentence + ": what is mapped of " + (files.size() == 1 ? "it" : "them") + " is in the core";
}

}
