// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/processmemory.h"

#include "backend/live/tracepermission.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <format>
#include <sys/uio.h>

namespace Freezeframe
{

Result<void> ProcessMemory::read(Address address, std::span<std::byte> out) const
{
    size_t done = 0;
    while (done < out.size()) {
        iovec here{.iov_base = out.data() + done, .iov_len = out.size() - done};
        iovec there{.iov_base = reinterpret_cast<void *>(address.value + done), .iov_len = out.size() - done};
        const ssize_t size = ::process_vm_readv(m_pid, &here, 1, &there, 1, 0);
        const int reason = errno;
        if (size > 0) {
            done += size_t(size);
            continue;
        }
        if (size < 0 && reason == EPERM) {
            // Which of the many checks it was, and what helps.
            const TracePermission permission = tracePermission({.pid = m_pid});
            if (!permission.isAllowed)
                return fail(ErrorCode::Io, permission.sentence);
        }
        if (size < 0 && reason != EFAULT) {
            return fail(ErrorCode::Io,
                        std::format("the memory of process {} can't be read: {}", m_pid, std::strerror(reason)));
        }
        return fail(ErrorCode::Unmapped,
                    std::format("process {} has nothing to read at {}", m_pid, (address + done).toString()));
    }
    return {};
}

std::span<const std::byte> ProcessMemory::view(Address, uint64_t) const
{
    return {};
}

uint64_t ProcessMemory::readableSize(Address address, uint64_t limit) const
{
    constexpr uint64_t pageSize = 4096;
    std::byte probe{};
    uint64_t size = 0;
    while (size < limit && read(address + size, std::span(&probe, 1)))
        size += std::min(limit - size, pageSize - (address.value + size) % pageSize);
    return size;
}

}
