// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/livingmemory.h"

#include "backend/live/procfiles.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <format>
#include <unistd.h>

namespace Freezeframe
{

Result<std::shared_ptr<const LivingMemory>> LivingMemory::open(int32_t tid)
{
    const std::string path = std::format("/proc/{}/mem", tid);
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file >= 0)
        return std::shared_ptr<const LivingMemory>(new LivingMemory(tid, file));
    const bool isGone = errno == ENOENT || errno == ESRCH;
    return std::unexpected(Error{.code = isGone ? ErrorCode::NotFound : ErrorCode::Io,
                                 .message = std::string("can't be opened: ") + std::strerror(errno),
                                 .file = path});
}

Result<std::shared_ptr<const LivingMemory>> LivingMemory::ofProcess(int32_t pid)
{
    auto memory = open(pid);
    if (!memory && memory.error().code != ErrorCode::NotFound)
        return memory;
    if (memory && (*memory)->isThere() && !isEnding(pid))
        return memory;
    // The first thread may end before the others: /proc/PID has no memory then.
    std::error_code error;
    const auto end = std::filesystem::directory_iterator();
    for (auto entry = std::filesystem::directory_iterator(std::format("/proc/{}/task", pid), error);
         !error && entry != end; entry.increment(error)) {
        const auto tid = parseNumber(entry->path().filename().string());
        if (memory = open(int32_t(tid.value_or(0))); memory && (*memory)->isThere() && !isEnding((*memory)->tid()))
            return memory;
    }
    return fail(ErrorCode::NotFound, std::format("process {} has ended", pid));
}

LivingMemory::~LivingMemory()
{
    ::close(m_file);
}

bool LivingMemory::isThere() const
{
    // Nothing is at address 0, so that the answer is EIO for as long as there is any memory.
    std::byte byte{};
    ssize_t got = -1;
    do
        got = read({0}, std::span(&byte, 1));
    while (got < 0 && errno == EINTR);
    return got > 0 || (got < 0 && errno != ESRCH);
}

ssize_t LivingMemory::read(Address address, std::span<std::byte> out) const
{
    return ::pread(m_file, out.data(), out.size(), off_t(address.value));
}

bool isEnding(int32_t tid)
{
    constexpr uint64_t exiting = 0x4; // PF_EXITING, include/linux/sched.h
    constexpr uint64_t kill = uint64_t(1) << (SIGKILL - 1);
    const auto text = readKernelFile(std::format("/proc/{}/stat", tid));
    const auto stat = text ? parseProcessStat(*text) : std::nullopt;
    if (!stat || stat->hasEnded() || (stat->flags & exiting) != 0)
        return true;
    const auto status = readKernelFile(std::format("/proc/{}/status", tid)).value_or("");
    for (const std::string_view name : {"SigPnd", "ShdPnd"}) {
        const auto pending = statusNumbers(status, name, 16);
        if (!pending.empty() && (pending.front() & kill) != 0)
            return true;
    }
    return false;
}

}
