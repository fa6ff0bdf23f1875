// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/standin.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <format>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace Freezeframe
{
namespace
{

enum Step : int { Ready, Filter, Limits, Root, Folder, User, Rights };

const char *textOf(int step)
{
    switch (step) {
    case Filter: return "its coredump_filter can't be taken over";
    case Limits: return "its limits can't be taken over";
    case Root: return "its root folder can't be entered";
    case Folder: return "its folder can't be entered";
    case User: return "its user can't be taken over";
    case Rights: return "its rights can't be taken over";
    default: return "the child did not start";
    }
}

struct Message {
    int step = -1;
    int reason = 0;
};

/// All that the child needs, made before the fork: behind it only plain system calls are allowed, as the parent may have
/// other threads.
struct Place {
    int root = -1; ///< -1: ours
    int folder = -1;
    std::string name;
    std::string filter;
    rlimit core{};
    rlimit file{};
    FileRights rights;
    uint32_t realUid = 0;
    uint32_t realGid = 0;
    std::vector<gid_t> groups;
    bool changesUser = false;
    bool dropsRights = false;
    bool isDumpable = true;

    Place() = default;
    Place(const Place &) = delete;
    Place &operator=(const Place &) = delete;
    ~Place()
    {
        for (const int descriptor : {root, folder}) {
            if (descriptor >= 0)
                ::close(descriptor);
        }
    }
};

rlimit limitOf(const std::optional<ResourceLimit> &limit)
{
    rlimit value{RLIM_INFINITY, RLIM_INFINITY};
    if (limit && limit->soft)
        value.rlim_cur = *limit->soft;
    if (limit && limit->hard)
        value.rlim_max = *limit->hard;
    return value;
}

Message taken(Step step)
{
    return {.step = step, .reason = errno};
}

Message takeUser(const Place &place)
{
    if (place.changesUser) {
        if (::syscall(SYS_setgroups, place.groups.size(), place.groups.data()) != 0
            || ::syscall(SYS_setresgid, place.realGid, place.rights.gid, place.rights.gid) != 0
            || ::syscall(SYS_setresuid, place.realUid, place.rights.uid, place.rights.uid) != 0)
            return taken(User);
    }
    if (place.dropsRights) {
        __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
        const std::array<__user_cap_data_struct, 2> none{};
        if (::syscall(SYS_capset, &header, none.data()) != 0)
            return taken(Rights);
    }
    // The kernel takes it away from whoever changes its user.
    ::prctl(PR_SET_DUMPABLE, place.isDumpable ? 1 : 0);
    return {.step = Ready};
}

Message takePlace(const Place &place)
{
    // Before the root changes: /proc may not be there afterwards.
    const int filter = ::open("/proc/self/coredump_filter", O_WRONLY | O_CLOEXEC);
    if (filter < 0 || ::write(filter, place.filter.data(), place.filter.size()) < 0)
        return taken(Filter);
    ::close(filter);
    if (::setrlimit(RLIMIT_CORE, &place.core) != 0 || ::setrlimit(RLIMIT_FSIZE, &place.file) != 0)
        return taken(Limits);
    if (place.root >= 0 && (::fchdir(place.root) != 0 || ::chroot(".") != 0))
        return taken(Root);
    if (::fchdir(place.folder) != 0)
        return taken(Folder);
    return takeUser(place);
}

[[noreturn]] void live(const Place &place, int parent, int report)
{
    for (int signal = 1; signal < NSIG; ++signal)
        ::signal(signal, SIG_DFL);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::prctl(PR_SET_NAME, place.name.c_str());
    const Message message = takePlace(place);
    // A change of user forgets it, so it comes last; the parent may be gone by then.
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::write(report, &message, sizeof(message)) != ssize_t(sizeof(message)) || message.step != Ready
        || ::getppid() != parent)
        ::_exit(1);
    ::close(report);
    while (true)
        ::pause();
}

Result<void> openFolders(const ProcessFacts &facts, bool needsRoot, const std::string &folder, Place &place)
{
    const std::string base = std::format("/proc/{}/", facts.id.pid);
    place.folder = ::open((folder.empty() ? base + "cwd" : folder).c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (place.folder < 0)
        return fail(ErrorCode::Unsupported, std::string("its folder can't be opened: ") + std::strerror(errno));
    // Only root may change it, and only absolute names of cores begin there.
    if (!facts.hasOtherRoot || (!needsRoot && ::geteuid() != 0))
        return {};
    place.root = ::open((base + "root").c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (place.root < 0)
        return fail(ErrorCode::Unsupported, std::string("its root can't be opened: ") + std::strerror(errno));
    return {};
}

Result<void> fill(const ProcessFacts &facts, bool needsRoot, const std::string &folder, Place &place)
{
    if (auto opened = openFolders(facts, needsRoot, folder, place); !opened)
        return opened;
    place.name = facts.stat.name;
    place.filter = std::format("{:#x}\n", facts.filter.value_or(0x33));
    place.core = limitOf(facts.coreLimit);
    place.file = limitOf(facts.fileLimit);
    place.rights = facts.rights;
    place.realUid = facts.uid;
    place.realGid = facts.gid;
    place.groups.assign(facts.rights.groups.begin(), facts.rights.groups.end());
    const bool isUs = facts.rights.uid == ::geteuid() && facts.rights.gid == ::getegid();
    place.changesUser = !isUs;
    if (!isUs && ::geteuid() != 0)
        return fail(ErrorCode::Unsupported, "it belongs to another user: only root can try in its place");
    place.dropsRights = ::geteuid() == 0 && facts.rights.uid == 0 && !facts.rights.overrides;
    place.isDumpable = facts.dumpable != ProcessFacts::Dumpable::No;
    return {};
}

}

Result<std::unique_ptr<StandIn>> StandIn::start(const ProcessFacts &facts, bool needsRoot, const std::string &folder)
{
    Place place;
    if (auto filled = fill(facts, needsRoot, folder, place); !filled)
        return std::unexpected(filled.error());
    std::array<int, 2> report{};
    if (::pipe2(report.data(), O_CLOEXEC) != 0)
        return fail(ErrorCode::Io, std::string("there is no pipe: ") + std::strerror(errno));
    const int parent = ::getpid();
    const pid_t pid = ::fork();
    if (pid == 0)
        live(place, parent, report[1]);
    const int reason = errno;
    ::close(report[1]);
    Message message{.step = -1, .reason = reason};
    if (pid > 0) {
        ssize_t count = 0;
        do {
            count = ::read(report[0], &message, sizeof(message));
        } while (count < 0 && errno == EINTR);
    }
    ::close(report[0]);
    if (pid < 0)
        return fail(ErrorCode::Io, std::string("no child can be made: ") + std::strerror(reason));
    std::unique_ptr<StandIn> standIn(new StandIn(pid));
    if (message.step != Ready)
        return fail(ErrorCode::Unsupported, std::format("{}: {}", textOf(message.step), std::strerror(message.reason)));
    return standIn;
}

StandIn::~StandIn()
{
    // Not reaped by anyone else, so the number is still its own.
    ::kill(m_pid, SIGKILL);
    while (::waitpid(m_pid, nullptr, 0) < 0 && errno == EINTR) { }
}

}
