// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace Freezeframe
{

/// All of a file that the kernel makes as it is read, @p limit bytes at most (then cut there). The error names the file
/// and the reason: NotFound if it or its process is gone, else Io.
[[nodiscard]] Result<std::string> readKernelFile(const std::string &path, size_t limit = 1 << 20);
/// The same of a line that ends in a newline, without it; empty if it can't be read.
[[nodiscard]] std::string readKernelLine(const std::string &path);
/// What a symbolic link says, or the reason why it can't be read.
[[nodiscard]] Result<std::string> readLink(const std::string &path);

/// The processes that /proc shows now, by pid.
[[nodiscard]] std::vector<int32_t> allProcesses();

/// /proc/PID/stat, the fields that are of use here (proc_pid_stat(5)). A value type.
struct ProcessStat {
    std::string name; ///< comm, 15 bytes at most
    char state = 0;
    int32_t parent = 0;
    uint64_t flags = 0; ///< PF_… of the kernel's include/linux/sched.h
    uint64_t ticks = 0; ///< user and system time, in clock ticks
    int32_t threads = 0;
    uint64_t startTicks = 0; ///< since boot
    uint64_t residentPages = 0;

    [[nodiscard]] bool isKernelThread() const { return (flags & 0x00200000) != 0; } // PF_KTHREAD
    /// A zombie or dead: only its exit status is left.
    [[nodiscard]] bool hasEnded() const { return state == 'Z' || state == 'X' || state == 'x'; }
};
[[nodiscard]] std::optional<ProcessStat> parseProcessStat(std::string_view text);

/// The value behind "Name:" in /proc/PID/status or a text of its form, without blanks around; empty if there is none.
[[nodiscard]] std::string_view statusField(std::string_view text, std::string_view name);
/// The numbers of such a value ("0 0 0 0"), up to the first word that is none.
[[nodiscard]] std::vector<uint64_t> statusNumbers(std::string_view text, std::string_view name, int base = 10);
[[nodiscard]] std::optional<uint64_t> parseNumber(std::string_view text, int base = 10);

/// The words of /proc/PID/cmdline or environ.
[[nodiscard]] std::vector<std::string> splitAtNul(std::string_view text);
/// The first value of @p name in the words of an environment, as the Go runtime takes it (runtime.gogetenv).
[[nodiscard]] std::optional<std::string> environmentValue(const std::vector<std::string> &environment,
                                                          std::string_view name);

/// What is behind the last slash; the kernel's " (deleted)" is cut off before.
[[nodiscard]] std::string baseName(std::string_view path);
[[nodiscard]] std::string withoutDeleted(std::string path);

}
