// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/processhandle.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <format>
#include <fstream>
#include <iterator>
#include <poll.h>
#include <sstream>
#include <sys/syscall.h>
#include <unistd.h>

namespace Freezeframe
{
namespace
{

/// Field 22 of /proc/PID/stat (proc_pid_stat(5)), 0 if there is no such process. The name before it may hold blanks and parentheses.
uint64_t startTicksOf(int32_t pid)
{
    std::ifstream file(std::format("/proc/{}/stat", pid));
    const std::string text(std::istreambuf_iterator<char>(file), {});
    const size_t end = text.rfind(')');
    if (end == std::string::npos)
        return 0;
    std::istringstream fields(text.substr(end + 1));
    std::string skipped;
    for (int field = 3; field < 22; ++field)
        fields >> skipped;
    uint64_t ticks = 0;
    fields >> ticks;
    return ticks;
}

int openPidfd(int32_t pid)
{
    return int(::syscall(SYS_pidfd_open, pid, 0));
}

std::unexpected<Error> failedOpen(int32_t pid, int reason)
{
    if (reason == ESRCH || reason == EINVAL)
        return fail(ErrorCode::NotFound, std::format("there is no process {}", pid));
    return fail(ErrorCode::Io, std::format("process {} can't be opened: {}", pid, std::strerror(reason)));
}

}

Result<std::shared_ptr<const ProcessHandle>> ProcessHandle::open(const ProcessId &id)
{
    if (id.pid <= 0)
        return fail(ErrorCode::NotFound, std::format("there is no process {}", id.pid));
    const int pidfd = openPidfd(id.pid);
    if (pidfd < 0)
        return failedOpen(id.pid, errno);
    std::shared_ptr<ProcessHandle> handle(new ProcessHandle);
    handle->m_pidfd = pidfd;
    handle->m_id = {id.pid, startTicksOf(id.pid)};
    // The pidfd keeps the pid from being used again once it is found alive after the times were read.
    if (handle->hasEnded() && handle->m_id.startTicks == 0)
        return fail(ErrorCode::NotFound, std::format("there is no process {}", id.pid));
    if (id.startTicks != 0 && handle->m_id.startTicks != id.startTicks)
        return fail(ErrorCode::Mismatch,
                    std::format("process {} changed since it was listed: it is another one now", id.pid));
    return handle;
}

Result<std::shared_ptr<const ProcessHandle>> ProcessHandle::adopt(int pidfd)
{
    std::shared_ptr<ProcessHandle> handle(new ProcessHandle);
    handle->m_pidfd = pidfd;
    // "Pid:" of a pidfd's fdinfo is in our own PID namespace, -1 once the process was reaped (pidfd_open(2)).
    std::ifstream file(std::format("/proc/self/fdinfo/{}", pidfd));
    for (std::string key; file >> key;) {
        if (key == "Pid:") {
            file >> handle->m_id.pid;
            break;
        }
    }
    if (handle->m_id.pid <= 0)
        return fail(ErrorCode::NotFound, "the process has ended");
    handle->m_id.startTicks = startTicksOf(handle->m_id.pid);
    return handle;
}

ProcessHandle::~ProcessHandle()
{
    if (m_pidfd >= 0)
        ::close(m_pidfd);
}

bool ProcessHandle::hasEnded() const
{
    pollfd poll{.fd = m_pidfd, .events = POLLIN, .revents = 0};
    return ::poll(&poll, 1, 0) == 1 && (poll.revents & POLLIN) != 0;
}

Result<void> ProcessHandle::sendSignal(int signal) const
{
    if (::syscall(SYS_pidfd_send_signal, m_pidfd, signal, nullptr, 0) == 0)
        return {};
    if (errno == ESRCH)
        return fail(ErrorCode::NotFound, std::format("process {} has ended", m_id.pid));
    return fail(ErrorCode::Io, std::format("process {} can't be sent a signal: {}", m_id.pid, std::strerror(errno)));
}

}
