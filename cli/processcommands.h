// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <ostream>
#include <string>
#include <vector>

namespace Freezeframe
{

/// What freezeframe-cli abort and quit say by its exit status.
enum class AbortStatus {
    Done = 0, ///< the core is there and whole; without --wait: the signal is sent
    Truncated = 1,
    Usage = 2,
    Denied = 3,
    Gone = 4,
    TimedOut = 6,
    NoCore = 7,
    OutOfReach = 8, ///< it was written, but can't be opened from here
    Unknown = 9, ///< somebody got it of whom it is not known where he keeps it
};

// Each takes the words after its name and returns the exit status.
[[nodiscard]] int runPs(const std::vector<std::string> &words, std::ostream &out, std::ostream &errors);
[[nodiscard]] int runDoctor(const std::vector<std::string> &words, std::ostream &out, std::ostream &errors);
[[nodiscard]] int runAbort(const std::vector<std::string> &words, std::ostream &out, std::ostream &errors);
[[nodiscard]] int runQuit(const std::vector<std::string> &words, std::ostream &out, std::ostream &errors);
[[nodiscard]] int runWalkthrough(const std::vector<std::string> &words, std::ostream &out, std::ostream &errors);
[[nodiscard]] int runCores(const std::vector<std::string> &words, std::ostream &out, std::ostream &errors);

/// Reports a wrong word, or what went wrong with a process.
[[nodiscard]] int complain(std::ostream &errors, const std::string &message, int status);
[[nodiscard]] int complainOfUsage(std::ostream &errors, const std::string &message);
/// "2026-11-22 12:14:08", by the local clock.
[[nodiscard]] std::string localTime(int64_t seconds);
/// Text in columns, as wide as their widest cell but for the last one.
[[nodiscard]] std::string columns(const std::vector<std::vector<std::string>> &rows);

}
