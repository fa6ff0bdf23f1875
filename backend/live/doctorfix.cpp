// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/doctor.h"

#include <cerrno>
#include <charconv>
#include <cstring>
#include <fcntl.h>
#include <format>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace Freezeframe
{
namespace
{

std::unexpected<Error> refused(std::string what)
{
    const int reason = errno;
    return fail(reason == ESRCH ? ErrorCode::NotFound : ErrorCode::Io, what + ": " + std::strerror(reason));
}

/// As far as the hard limit lets us; with the right to do so, further.
Result<void> raiseCoreLimit(const ProcessHandle &process)
{
    const int32_t pid = process.id().pid;
    rlimit limit{};
    if (::prlimit(pid, RLIMIT_CORE, nullptr, &limit) != 0)
        return refused(std::format("the core limit of process {} can't be read", pid));
    const rlimit unlimited{RLIM_INFINITY, RLIM_INFINITY};
    if (!process.hasEnded() && ::prlimit(pid, RLIMIT_CORE, &unlimited, nullptr) == 0)
        return {};
    if (limit.rlim_max == 0) {
        return fail(ErrorCode::Io,
                    std::format("the hard core limit of process {} is 0, and only root may raise that", pid));
    }
    limit.rlim_cur = limit.rlim_max;
    if (::prlimit(pid, RLIMIT_CORE, &limit, nullptr) != 0)
        return refused(std::format("the core limit of process {} can't be raised", pid));
    return {};
}

Result<void> writeText(const std::string &path, std::string_view text)
{
    const int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (file < 0)
        return refused(path + " can't be opened");
    const ssize_t written = ::write(file, text.data(), text.size());
    const int reason = errno;
    ::close(file);
    errno = reason;
    if (written != ssize_t(text.size()))
        return refused(path + " can't be written");
    return {};
}

/// The folder that a fix of ours names: what stands between the quotes of its command.
Result<void> createFolder(const DoctorFix &fix)
{
    const size_t first = fix.text.find('\'');
    const size_t last = fix.text.rfind('\'');
    if (first == std::string::npos || last == first || fix.text[first + 1] != '/')
        return fail(ErrorCode::BadFormat, "the mend names no folder");
    const std::string path = fix.text.substr(first + 1, last - first - 1);
    for (size_t at = path.find('/', 1);; at = path.find('/', at + 1)) {
        const bool isLast = at == std::string::npos;
        const std::string part = path.substr(0, at);
        // Everyone's processes write there, and nobody shall remove another's: as /tmp.
        if (::mkdir(part.c_str(), 0755) == 0) {
            if (isLast && ::chmod(part.c_str(), 01777) != 0)
                return refused(part + " can't be opened to all");
        } else if (errno != EEXIST) {
            return refused(part + " can't be created");
        }
        if (isLast)
            return {};
    }
}

}

Result<void> applyFix(const ProcessId &process, const DoctorFix &fix)
{
    using Action = DoctorFix::Action;
    if (fix.action == Action::CreateFolder)
        return createFolder(fix);
    if (fix.action == Action::SetCorePattern)
        return writeText("/proc/sys/kernel/core_pattern", "core.%e.%p\n");
    if (fix.action == Action::None)
        return fail(ErrorCode::Unsupported, "this can't be mended from here: follow the text");
    const auto handle = ProcessHandle::open(process);
    if (!handle)
        return std::unexpected(handle.error());
    if ((*handle)->hasEnded())
        return fail(ErrorCode::NotFound, std::format("process {} has ended", process.pid));
    if (fix.action == Action::RaiseCoreLimit)
        return raiseCoreLimit(**handle);
    return writeText(std::format("/proc/{}/coredump_filter", process.pid), "0x33\n");
}

}
