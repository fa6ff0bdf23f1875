// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/folderplace.h"

#include "backend/live/mounttable.h"
#include "backend/live/procfiles.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <format>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>

namespace Freezeframe
{
namespace
{

/// What the folders look like to one process. Of ours pid is 0.
struct View {
    int32_t pid = 0;
    bool isAncestor = false; ///< of the process whose folder is looked for
    std::vector<Mount> mounts;

    [[nodiscard]] std::string base() const { return pid == 0 ? "/proc/self" : std::format("/proc/{}", pid); }
    /// What leads into its root from here.
    [[nodiscard]] std::string door() const { return pid == 0 ? std::string() : base() + "/root"; }
};

View viewOf(int32_t pid)
{
    View view{.pid = pid};
    constexpr size_t longestTable = 4 << 20;
    view.mounts = parseMounts(readKernelFile(view.base() + "/mountinfo", longestTable).value_or(std::string()));
    return view;
}

std::optional<uint64_t> mountIdOf(int folder)
{
    const auto info = readKernelFile(std::format("/proc/self/fdinfo/{}", folder));
    return info ? parseNumber(statusField(*info, "mnt_id")) : std::nullopt;
}

ProcessStat statOf(int32_t pid)
{
    const auto text = readKernelFile(std::format("/proc/{}/stat", pid), 4096);
    return text ? parseProcessStat(*text).value_or(ProcessStat()) : ProcessStat();
}

std::set<int32_t> ancestorsOf(int32_t pid)
{
    std::set<int32_t> ancestors;
    // The first process of all stays.
    for (int32_t at = statOf(pid).parent; at > 1 && ancestors.insert(at).second;)
        at = statOf(at).parent;
    return ancestors;
}

std::vector<uint64_t> namespacePidsOf(int32_t pid)
{
    return statusNumbers(readKernelFile(std::format("/proc/{}/status", pid)).value_or(std::string()), "NSpid");
}

/// Mounts are numbered over all namespaces, so one of them tells which namespace it is.
std::string firstMount(const std::string &base)
{
    constexpr size_t enough = 32; // the two numbers at the begin of a line
    const std::string line = readKernelFile(base + "/mountinfo", enough).value_or(std::string());
    return line.substr(0, line.find(' '));
}

/// One search for one folder.
class FolderSearch
{
public:
    FolderSearch(int folder, int32_t pid)
        : m_folder(folder)
        , m_pid(pid)
        , m_mount(mountIdOf(folder))
    {
        m_isKnown = ::fstat(folder, &m_status) == 0;
        // Without a way from our root the kernel tells it from the root of the mount namespace that it is in.
        m_name = withoutDeleted(readLink(std::format("/proc/self/fd/{}", folder)).value_or(std::string()));
    }

    /// @p isWide: also by way of other processes.
    FolderPlace run(const FolderPlace *before, bool isWide)
    {
        m_place = {.inner = before ? before->inner : m_name};
        if (before) {
            m_place.device = before->device;
            m_place.folder = before->folder;
            m_place.fileSystem = before->fileSystem;
            m_place.upperFolder = before->upperFolder;
            m_place.starters = before->starters;
        } else if (m_pid != 0) {
            m_place.starters = ancestorsOf(m_pid);
        }
        const View own = viewOf(0);
        const bool isOwnMount
            = std::ranges::any_of(own.mounts, [this](const Mount &mount) { return mount.id == m_mount; });
        if (isOwnMount && wayOf(m_name) == Way::Leads) {
            m_place.kind = FolderPlace::Kind::Here;
            m_place.path = m_name;
            return m_place;
        }
        learn(own);
        if (m_pid != 0)
            learn(viewOf(m_pid));
        if (lookIn(own) || !isWide)
            return m_place;
        for (const View &other : otherViews()) {
            learn(other);
            if (lookIn(other))
                return m_place;
        }
        if (m_place.kind == FolderPlace::Kind::Lost && m_isBarred)
            m_place.kind = FolderPlace::Kind::Barred;
        return m_place;
    }

private:
    enum class Way { Leads, LeadsElsewhere, Barred };
    [[nodiscard]] Way wayOf(const std::string &path) const
    {
        struct stat status{};
        if (!m_isKnown || !path.starts_with('/'))
            return Way::LeadsElsewhere;
        if (::stat(path.c_str(), &status) != 0)
            return errno == EACCES || errno == EPERM ? Way::Barred : Way::LeadsElsewhere;
        const bool isSame = status.st_dev == m_status.st_dev && status.st_ino == m_status.st_ino;
        return isSame ? Way::Leads : Way::LeadsElsewhere;
    }

    /// Where it is in its file system, if @p view has its mount.
    void learn(const View &view)
    {
        if (!m_place.device.empty() || !m_mount)
            return;
        const auto mount = std::ranges::find(view.mounts, *m_mount, &Mount::id);
        if (mount == view.mounts.end())
            return;
        std::string root = view.pid == 0 ? "/" : readLink(view.base() + "/root").value_or("/");
        const auto behind = pathBehind(root, m_name).and_then([&mount](const std::string &inside) {
            return pathBehind(mount->point, joinedPath("/", inside));
        });
        m_place.fileSystem = mount->type;
        if (!behind)
            return;
        m_place.device = mount->device;
        m_place.folder = joinedPath(mount->root, *behind);
        m_place.upperFolder = mount->type == "overlay" ? mount->option("upperdir") : std::string();
    }

    /// Looks for it among the mounts of one view; true if it lasts there.
    bool lookIn(const View &view)
    {
        std::string found;
        if (view.pid == 0 && wayOf(m_name) == Way::Leads)
            found = m_name;
        for (const Mount &mount : view.mounts) {
            const auto behind = mount.device == m_place.device ? pathBehind(mount.root, m_place.folder) : std::nullopt;
            if (!behind)
                continue;
            const std::string path = view.door() + joinedPath(mount.point, *behind);
            const Way way = found.empty() || path.size() < found.size() ? wayOf(path) : Way::LeadsElsewhere;
            if (way == Way::Leads)
                found = path;
            m_isBarred = m_isBarred || way == Way::Barred;
        }
        struct stat status{};
        std::string upper;
        const std::string layer = view.door() + m_place.upperFolder;
        if (m_place.upperFolder.starts_with('/') && ::stat(layer.c_str(), &status) == 0 && S_ISDIR(status.st_mode))
            upper = joinedPath(layer, m_place.folder == "/" ? std::string() : m_place.folder);
        if (found.empty() && upper.empty())
            return false;
        take(view, found, upper);
        return m_place.kind == FolderPlace::Kind::Here || !m_place.endsWithIt;
    }

    void take(const View &view, const std::string &path, const std::string &upper)
    {
        using Kind = FolderPlace::Kind;
        // Of two keepers the one counts that stays.
        if (m_place.kind == Kind::Guest && view.isAncestor)
            return;
        m_place.kind = view.pid == 0 ? Kind::Here : Kind::Guest;
        m_place.path = path.empty() ? upper : path;
        m_place.upper = upper;
        m_place.keeper = view.pid;
        m_place.keeperName = view.pid == 0 ? std::string() : statOf(view.pid).name;
        m_place.isMachines = view.pid != 0 && firstMount(view.base()) == firstMount("/proc/1");
        m_place.endsWithIt = view.isAncestor && !m_place.isMachines;
    }

    /// One process for each set of mounts that is to be seen on this machine, but for the one that is asked about and those
    /// that end with it; the oldest, and where there is one, none that started it.
    [[nodiscard]] std::vector<View> otherViews() const
    {
        std::vector<int32_t> pids = allProcesses();
        const std::set<int32_t> &ancestors = m_place.starters;
        std::erase(pids, m_pid);
        std::ranges::stable_partition(pids, [&ancestors](int32_t pid) { return !ancestors.contains(pid); });
        std::set<std::string> known = {firstMount("/proc/self")};
        std::vector<View> views;
        constexpr size_t mostViews = 1000;
        for (const int32_t pid : pids) {
            const std::string first = firstMount(std::format("/proc/{}", pid));
            if (first.empty() || known.contains(first) || endsWithProcess(pid))
                continue;
            known.insert(first);
            views.push_back(viewOf(pid));
            views.back().isAncestor = ancestors.contains(pid);
            if (views.size() == mostViews)
                break;
        }
        return views;
    }

    /// With the first process of a PID namespace all others of it are killed.
    [[nodiscard]] bool endsWithProcess(int32_t pid) const
    {
        if (m_pid == 0)
            return false;
        if (!m_ownPids)
            m_ownPids = namespacePidsOf(m_pid);
        if (m_ownPids->size() < 2 || m_ownPids->back() != 1 || namespacePidsOf(pid).size() < m_ownPids->size())
            return false;
        const auto space = readLink(std::format("/proc/{}/ns/pid", m_pid));
        const auto others = readLink(std::format("/proc/{}/ns/pid", pid));
        return !space || !others || *space == *others || namespacePidsOf(pid).size() > m_ownPids->size();
    }

    int m_folder;
    int32_t m_pid;
    std::optional<uint64_t> m_mount;
    struct stat m_status{};
    bool m_isKnown = false;
    std::string m_name;
    bool m_isBarred = false; ///< a way was closed to us
    mutable std::optional<std::vector<uint64_t>> m_ownPids;
    FolderPlace m_place;
};

}

FolderPlace placeOfFolder(int folder, int32_t pid)
{
    return FolderSearch(folder, pid).run(nullptr, true);
}

FolderPlace placeOfFolderNow(int folder, int32_t pid, const FolderPlace &before)
{
    return FolderSearch(folder, pid).run(&before, true);
}

std::string fileFromHere(const std::string &door, int32_t pid)
{
    const int file = ::open(door.c_str(), O_PATH | O_CLOEXEC);
    if (file < 0)
        return {};
    const FolderPlace place = FolderSearch(file, pid).run(nullptr, false);
    struct stat its{};
    struct stat layers{};
    // Below an overlay it may be a file of a lower layer, or an older one.
    const bool isInLayer = !place.upper.empty() && ::fstat(file, &its) == 0 && ::stat(place.upper.c_str(), &layers) == 0
        && its.st_size == layers.st_size && its.st_ctim.tv_sec == layers.st_ctim.tv_sec
        && its.st_ctim.tv_nsec == layers.st_ctim.tv_nsec;
    ::close(file);
    if (place.kind == FolderPlace::Kind::Here && (isInLayer || place.path != place.upper))
        return isInLayer ? place.upper : place.path;
    // Its name in the namespace, seen from the root of the process.
    const std::string base = std::format("/proc/{}/root", pid);
    const auto inside = pathBehind(readLink(base).value_or("/"), place.inner);
    return inside ? base + joinedPath("/", *inside) : door;
}

std::vector<int32_t> processesByMounts()
{
    std::set<std::string> known = {firstMount("/proc/self"), std::string()};
    std::vector<int32_t> found;
    for (const int32_t pid : allProcesses()) {
        if (known.insert(firstMount(std::format("/proc/{}", pid))).second)
            found.push_back(pid);
    }
    return found;
}

bool hasOurMounts(int32_t pid)
{
    return firstMount(std::format("/proc/{}", pid)) == firstMount("/proc/self");
}

std::string keeperText(const FolderPlace &place)
{
    return std::format("process {} ({})", place.keeper, place.keeperName);
}

}
