// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/corewait.h"

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace Freezeframe
{

/// How a program shall start as a child of ours. A value type.
struct ChildWish {
    std::string program; ///< a path
    std::vector<std::string> arguments;
    std::string folder;
    std::vector<std::string> environment; ///< "NAME=value", on top of ours; "NAME" takes one away
    /// Soft limit of its core, bytes; as far as the hard one goes. None: as we have it.
    std::optional<uint64_t> coreLimit;
};

/// How it ended. A value type.
struct ChildEnd {
    int status = 0; ///< as wait(2) tells
    bool wasKilled = false; ///< by us, as it did not end in time
    Result<CoreWaitResult> core = fail(ErrorCode::NotFound, "not looked for");
    [[nodiscard]] bool exited(int code) const;
    [[nodiscard]] bool died(int signal) const;
};

/// Owns a child of ours with limits of its own, of which nothing reaches anybody else: its output goes to memory, the
/// keyboard's signals do not come to it, and it ends with this. One thread.
class ChildRun
{
public:
    /// Io with a sentence if it can't be started.
    [[nodiscard]] static Result<std::unique_ptr<ChildRun>> start(const ChildWish &wish);
    ChildRun(const ChildRun &) = delete;
    ChildRun &operator=(const ChildRun &) = delete;
    ~ChildRun();

    [[nodiscard]] int32_t pid() const { return m_pid; }
    [[nodiscard]] bool hasEnded() const;
    /// What it has written so far to its output and its errors, the first @p limit bytes.
    [[nodiscard]] std::string output(size_t limit = 256 * 1024) const;
    /// The last bytes of it.
    [[nodiscard]] std::string outputEnd(size_t limit) const;
    /// Whether @p text is in the output within @p limit.
    [[nodiscard]] bool waitForOutput(std::string_view text, std::chrono::milliseconds limit,
                                     const std::stop_token &stop = {}) const;
    /// Sends @p signal (0: none), waits until it is dead and its core is found, or there is none. One that lives longer
    /// than @p limit is killed.
    [[nodiscard]] ChildEnd end(int signal, std::chrono::milliseconds limit, const std::stop_token &stop = {});

private:
    ChildRun() = default;
    void killAll() const;
    [[nodiscard]] std::string piece(int64_t from, size_t size) const;
    int32_t m_pid = 0; ///< 0: reaped
    int m_output = -1;
    std::shared_ptr<const ProcessHandle> m_process;
    Result<std::unique_ptr<CoreWait>> m_wait = fail(ErrorCode::NotFound, "not looked for");
};

/// Runs a tool to its end; its output, or an error with the end of that. Cancelled if stopped.
[[nodiscard]] Result<std::string> runTool(const ChildWish &wish, std::chrono::milliseconds limit,
                                          const std::stop_token &stop = {});

}
