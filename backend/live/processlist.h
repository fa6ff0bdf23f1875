// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/processhandle.h"

#include <memory>
#include <string>
#include <vector>

namespace Freezeframe
{

/// One process as /proc tells. A value type; text is as found, not escaped.
struct ProcessRow {
    ProcessId id;
    int32_t parent = 0;
    std::string name; ///< of the executable, else comm
    std::string user; ///< name of the real user, or its number
    uint32_t uid = 0;
    double cpu = 0; ///< share of one processor since the refresh before, 1 = one whole; since its start at first
    uint64_t residentBytes = 0;
    int32_t threads = 0;
    int64_t startedAt = 0; ///< seconds since the epoch
    std::string commandLine; ///< arguments with blanks between them; "[comm]" for kernel threads
    std::string
        executable; ///< a path that leads to it from here, if need be while it lives; empty if it may not be read
    std::string goVersion; ///< "go1.25.1", empty if it is no Go program or that is not known
    std::string module; ///< path of its main module, of Go programs
    char state = 0; ///< R S D T t Z of /proc/PID/stat
    bool isKernelThread = false;
    bool isOther = false; ///< of another user than ours
    bool isContained = false; ///< in another PID namespace than ours
};

/// Reads all processes, again and again, and remembers what costs: Go versions by file, processor times. One thread.
class ProcessList
{
public:
    ProcessList();
    ~ProcessList();
    ProcessList(ProcessList &&) noexcept;
    ProcessList &operator=(ProcessList &&) noexcept;
    /// All processes that /proc shows now, by pid. Those that end meanwhile are left out.
    [[nodiscard]] std::vector<ProcessRow> refresh();
    /// One process, with the same words.
    [[nodiscard]] Result<ProcessRow> row(int32_t pid);

private:
    struct Data;
    std::unique_ptr<Data> d;
};

}
