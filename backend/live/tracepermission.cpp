// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/tracepermission.h"

#include "backend/live/procfiles.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <format>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace Freezeframe
{
namespace
{

constexpr uint64_t tracingCapability = uint64_t(1) << 19; // CAP_SYS_PTRACE

std::string userName(uint64_t uid)
{
    const passwd *entry = ::getpwuid(uid_t(uid));
    return entry ? entry->pw_name : std::to_string(uid);
}

uint64_t firstNumber(std::string_view status, std::string_view name, int base = 10)
{
    const auto numbers = statusNumbers(status, name, base);
    return numbers.empty() ? 0 : numbers.front();
}

/// What the kernel looks at in __ptrace_may_access() and yama_ptrace_access_check(), in their order.
class Checks
{
public:
    explicit Checks(int32_t pid)
        : m_pid(pid)
        , m_status(readKernelFile(std::format("/proc/{}/status", pid)).value_or(std::string()))
        , m_own(readKernelFile("/proc/thread-self/status").value_or(std::string()))
        , m_scope(readKernelLine("/proc/sys/kernel/yama/ptrace_scope"))
    {
    }

    /// The kernel's own answer: opening mem asks for the same right as PTRACE_SEIZE, and does nothing else.
    [[nodiscard]] int refusal() const
    {
        const int memory = ::open(std::format("/proc/{}/mem", m_pid).c_str(), O_RDONLY | O_CLOEXEC);
        if (memory < 0)
            return errno;
        ::close(memory);
        return 0;
    }
    [[nodiscard]] bool exists() const { return !m_status.empty(); }
    /// Another than this thread, which may be the one that asks on its way.
    [[nodiscard]] uint64_t tracer() const
    {
        const uint64_t tracer = firstNumber(m_status, "TracerPid");
        return tracer == uint64_t(::gettid()) ? 0 : tracer;
    }
    [[nodiscard]] bool isPrivileged() const { return (firstNumber(m_own, "CapEff", 16) & tracingCapability) != 0; }
    [[nodiscard]] const std::string &scope() const { return m_scope; }

    [[nodiscard]] std::string tracedSentence() const
    {
        const auto name = readKernelLine(std::format("/proc/{}/comm", tracer()));
        return std::format(
            "process {} is already traced, by process {} ({}), and the kernel allows one tracer; let that one go first",
            m_pid, tracer(), name.empty() ? "unknown" : name);
    }

    [[nodiscard]] std::string allowedSentence() const
    {
        const std::string whose = firstNumber(m_status, "Uid") == ::getuid()
            ? "your process"
            : "a process of " + userName(firstNumber(m_status, "Uid"));
        if (isPrivileged())
            return whose + ", and you may trace all (CAP_SYS_PTRACE)";
        return m_scope.empty() ? whose : whose + ", ptrace_scope is " + m_scope;
    }

    /// The first check that explains a refusal, and the mend.
    [[nodiscard]] std::string refusedSentence(int reason) const
    {
        const auto uids = statusNumbers(m_status, "Uid");
        const bool isSameUser
            = uids.size() >= 3 && uids[0] == ::getuid() && uids[1] == ::getuid() && uids[2] == ::getuid();
        if (m_scope == "3")
            return "the system allows nobody to trace (kernel.yama.ptrace_scope is 3), until it is started anew";
        if (isInOtherUserNamespace())
            return std::format(
                "process {} lives in another user namespace, where you have no rights; capture it as root of this machine",
                m_pid);
        if (!isSameUser && uids.size() >= 3 && uids[0] == uids[1])
            return std::format(
                "process {} belongs to {} (uid {}), you are {} (uid {}); only that user or root may trace it", m_pid,
                userName(uids[0]), uids[0], userName(::geteuid()), ::geteuid());
        if (!isSameUser && uids.size() >= 3)
            return std::format("process {} runs set-uid (real uid {}, effective {}); only root may trace it", m_pid,
                               uids[0], uids[1]);
        if (isNonDumpable())
            return std::format(
                "process {} is not dumpable (PR_SET_DUMPABLE is 0, or its program may not be read); only root may trace it",
                m_pid);
        if ((firstNumber(m_status, "CapPrm", 16) & ~firstNumber(m_own, "CapPrm", 16)) != 0)
            return std::format("process {} has capabilities that you lack (CapPrm {}); only root may trace it", m_pid,
                               statusField(m_status, "CapPrm"));
        if (m_scope == "2")
            return "the system lets only administrators trace (kernel.yama.ptrace_scope is 2)";
        if (m_scope == "1")
            return std::format(
                "the system lets a process be traced only by its ancestors (kernel.yama.ptrace_scope is " "1), and process {} is no child of yours; root may, or it may allow you by " "PR_SET_PTRACER",
                m_pid);
        return std::format(
            "the kernel refuses to let process {} be traced: {}; a security module or a seccomp filter may be the cause",
            m_pid, std::strerror(reason));
    }

private:
    /// What is in /proc/PID belongs to root then, though the process does not (task_dump_owner()); not so the folder.
    [[nodiscard]] bool isNonDumpable() const
    {
        struct stat owner;
        return ::stat(std::format("/proc/{}/mem", m_pid).c_str(), &owner) == 0
            && owner.st_uid != firstNumber(m_status, "Uid");
    }
    [[nodiscard]] bool isInOtherUserNamespace() const
    {
        const auto own = readLink("/proc/self/ns/user");
        const auto its = readLink(std::format("/proc/{}/ns/user", m_pid));
        return own && its && *own != *its;
    }

    int32_t m_pid;
    std::string m_status;
    std::string m_own;
    std::string m_scope; ///< empty: no yama
};

}

TracePermission tracePermission(const ProcessId &process)
{
    const Checks checks(process.pid);
    if (!checks.exists())
        return {.isAllowed = false,
                .needsPrivilege = false,
                .isReadable = false,
                .sentence = std::format("there is no process {}", process.pid)};
    const int reason = checks.refusal();
    if (checks.tracer() != 0) {
        return {.isAllowed = false,
                .needsPrivilege = false,
                .isReadable = reason == 0,
                .sentence = checks.tracedSentence()};
    }
    if (reason == 0) {
        return {.isAllowed = true, .needsPrivilege = false, .isReadable = true, .sentence = checks.allowedSentence()};
    }
    return {.isAllowed = false,
            .needsPrivilege = !checks.isPrivileged() && checks.scope() != "3",
            .isReadable = false,
            .sentence = checks.refusedSentence(reason)};
}

}
