// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/memoryroom.h"

#include "backend/live/procfiles.h"

#include <algorithm>

namespace Freezeframe
{
namespace
{

constexpr uint64_t kibibyte = 1024;

/// What the groups of version 2 that we are in leave us (Documentation/admin-guide/cgroup-v2.rst).
uint64_t roomInGroups()
{
    uint64_t room = UINT64_MAX;
    std::string group = readKernelLine("/proc/self/cgroup");
    if (!group.starts_with("0::/"))
        return room;
    group.erase(0, 3);
    while (!group.empty()) {
        const std::string folder = "/sys/fs/cgroup" + group;
        const auto most = parseNumber(readKernelLine(folder + "/memory.max")); // "max" is no number
        const auto used = parseNumber(readKernelLine(folder + "/memory.current"));
        if (most && used)
            room = std::min(room, *most - std::min(*most, *used));
        group.resize(group.rfind('/'));
    }
    return room;
}

}

uint64_t freeMemory()
{
    const auto text = readKernelFile("/proc/meminfo");
    const auto available = text ? statusNumbers(*text, "MemAvailable") : std::vector<uint64_t>{};
    return std::min(available.empty() ? 0 : available.front() * kibibyte, roomInGroups());
}

}
