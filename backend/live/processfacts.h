// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/go/gobuildinfo.h"
#include "backend/live/corepattern.h"
#include "backend/live/gosignals.h"
#include "backend/live/processhandle.h"
#include "backend/live/procfiles.h"

#include <map>

namespace Freezeframe
{

/// A resource limit; no value: unlimited.
struct ResourceLimit {
    std::optional<uint64_t> soft;
    std::optional<uint64_t> hard;
    [[nodiscard]] bool isBelow(uint64_t bytes) const { return soft && *soft < bytes; }
};

/// The rights under which a process makes files.
struct FileRights {
    uint32_t uid = 0; ///< fsuid
    uint32_t gid = 0;
    std::vector<uint64_t> groups;
    bool overrides = false; ///< CAP_DAC_OVERRIDE
};

/// All of a living process that decides about its core, read once. A value type; what could not be read says so.
struct ProcessFacts {
    enum class Dumpable { Unknown, No, User, Root };

    ProcessId id;
    ProcessStat stat;
    std::string name; ///< of the executable, else comm
    std::string executable; ///< as its mount namespace names it; empty if it may not be read
    std::string executableHere; ///< a path that leads to it from here, if need be while the process lives
    uint32_t uid = 0; ///< real
    uint32_t gid = 0;
    FileRights rights;
    std::vector<uint64_t> namespacePids; ///< from that of our /proc inwards
    int32_t tracer = 0;
    std::vector<std::string> threadNames; ///< different ones
    uint64_t caught = 0; ///< signals with a handler; bit N - 1 for signal N, as in all masks
    uint64_t ignored = 0;
    uint64_t blocked = 0; ///< by every thread
    Result<std::vector<std::string>> environment = fail(ErrorCode::NotFound, "not read");
    std::optional<ResourceLimit> coreLimit;
    std::optional<ResourceLimit> fileLimit;
    Dumpable dumpable = Dumpable::Unknown;
    bool isSecure = false; ///< AT_SECURE: gained rights by its exec
    std::optional<uint32_t> filter; ///< coredump_filter
    uint64_t anonymousBytes = 0; ///< resident
    uint64_t fileBytes = 0;
    uint64_t sharedBytes = 0;
    uint64_t swappedBytes = 0;
    std::string folder; ///< its current one; empty if it may not be read
    std::string cgroup; ///< path in the unified hierarchy
    bool hasOtherRoot = false; ///< than we have, or other mounts below it
    bool isInOtherRoot = false; ///< than the first process, as far as we may see that one's
    std::optional<GoBuildInfo> go; ///< none: no Go program, or its executable may not be read
    GoSignals goSignals;

    /// NotFound if there is no such process, Mismatch if it is another one by now.
    [[nodiscard]] static Result<ProcessFacts> read(const ProcessId &id);
    /// Takes over what will be true once a child of ours executes @p program under @p asName; GOTRACEBACK=crash is set
    /// or not.
    void becomes(const std::string &program, const std::string &asName, bool crashes);
    [[nodiscard]] bool isInit() const { return namespacePids.size() > 1 && namespacePids.back() == 1; }
    [[nodiscard]] bool has(uint64_t mask, int signal) const { return (mask >> (signal - 1) & 1) != 0; }
    /// What names the core if @p signal ends the process.
    [[nodiscard]] CoreNameFacts nameFacts(int signal) const;
    /// Bytes that its core would write: what is resident and passes the filter.
    [[nodiscard]] uint64_t expectedBytes() const;
};

/// Rows of /proc/PID/limits, by their names ("Max core file size").
[[nodiscard]] std::optional<ResourceLimit> parseLimit(std::string_view limits, std::string_view name);

}
