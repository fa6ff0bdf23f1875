// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/processidentity.h"

#include "backend/live/procfiles.h"

#include <algorithm>
#include <cerrno>
#include <format>
#include <sys/resource.h>
#include <unistd.h>

namespace Freezeframe
{

Result<ProcessIdentity> ProcessIdentity::read(int32_t pid, int32_t living)
{
    const std::string folder = std::format("/proc/{}/", living);
    const auto text = readKernelFile(folder + "stat");
    const auto stat = text ? parseProcessStat(*text) : std::nullopt;
    const auto status = readKernelFile(folder + "status");
    if (!stat || !status)
        return fail(ErrorCode::NotFound, std::format("there is no process {}", pid));
    const auto auxv = readKernelFile(folder + "auxv");
    if (!auxv)
        return std::unexpected(auxv.error());

    ProcessIdentity facts;
    facts.pid = pid;
    facts.parent = stat->parent;
    facts.group = std::max(0, ::getpgid(pid));
    facts.session = std::max(0, ::getsid(pid));
    facts.state = stat->state;
    facts.flags = stat->flags;
    facts.nice = ::getpriority(PRIO_PROCESS, id_t(pid));
    facts.name = stat->name;
    const auto first = [&status](std::string_view name) {
        const auto numbers = statusNumbers(*status, name);
        return uint32_t(numbers.empty() ? 0 : numbers.front());
    };
    facts.uid = first("Uid");
    facts.gid = first("Gid");
    for (const uint64_t number : statusNumbers(*status, "NSpid"))
        facts.namespacePids.push_back(int32_t(number));
    for (const std::string &word : splitAtNul(readKernelFile(folder + "cmdline").value_or(std::string())))
        facts.arguments += (facts.arguments.empty() ? "" : " ") + word;
    const auto *bytes = reinterpret_cast<const std::byte *>(auxv->data());
    facts.auxiliaryVector.assign(bytes, bytes + auxv->size());
    facts.filter = uint32_t(parseNumber(readKernelLine(folder + "coredump_filter"), 16).value_or(0));
    facts.cgroup = readKernelLine(folder + "cgroup");
    return facts;
}

}
