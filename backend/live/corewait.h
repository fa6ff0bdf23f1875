// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/processhandle.h"
#include "backend/live/systempaths.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace Freezeframe
{

/// How a wait for a core ended. A value type.
struct CoreWaitResult {
    enum class Outcome {
        Found, ///< and who asks can open it
        NoCore,
        StillDumping,
        TimedOut,
        Survived,
        OutOfReach, ///< it was written, but who asks can't open it
        Unknown, ///< somebody got it of whom we don't know what he does with it
    };
    Outcome outcome = Outcome::TimedOut;
    std::string path; ///< of the core, if found; of OutOfReach, where it is, if that has a name
    bool isTruncated = false;
    bool isProven = false; ///< its content, or the handler's own record, names the process
    std::vector<std::string> looked; ///< where it looked: files, handler, journal
    std::string sentence; ///< for a person
};

/// A program that a child of ours will be once it is let go: its own facts can't be read before. A value type.
struct ComingProgram {
    std::string executable; ///< full path, links followed
    std::string name; ///< the last part of the path that is executed
    bool crashes = false; ///< GOTRACEBACK=crash is in its environment
};

/// Knows where the core of one process will appear, from before its death. One thread.
class CoreWait
{
public:
    /// Reads all that will be gone after the death (cwd, names, namespaces, core_pattern). Before the signal.
    [[nodiscard]] static Result<std::unique_ptr<CoreWait>> prepare(std::shared_ptr<const ProcessHandle> process,
                                                                   int signal,
                                                                   const SystemPaths &paths
                                                                   = SystemPaths::ofThisMachine());
    /// The same for a child between fork and exec, so that not even a program that dies at once is missed.
    [[nodiscard]] static Result<std::unique_ptr<CoreWait>> prepareStart(std::shared_ptr<const ProcessHandle> process,
                                                                        const ComingProgram &program,
                                                                        const SystemPaths &paths
                                                                        = SystemPaths::ofThisMachine());
    ~CoreWait();
    CoreWait(const CoreWait &) = delete;
    CoreWait &operator=(const CoreWait &) = delete;
    /// Where a core is copied to that would go with the file system of its process; without, it is lost. Before waiting.
    void setRefuge(const std::string &folder);
    /// Sends the signal through the pidfd, then waits: @p limit for the death (else Survived), without a limit while the
    /// kernel says CoreDumping, then @p limit for a handler to store the core. No second signal is ever sent.
    /// @p progress gets a sentence. Cancelled if @p stop asks, but StillDumping while the kernel writes.
    [[nodiscard]] Result<CoreWaitResult> signalAndWait(std::chrono::milliseconds limit,
                                                       const std::function<void(const std::string &)> &progress = {},
                                                       const std::stop_token &stop = {});
    /// The same without a signal of ours: the process was told to die otherwise, or dies by itself. Its death is waited
    /// for without a limit.
    [[nodiscard]] Result<CoreWaitResult> wait(std::chrono::milliseconds limit,
                                              const std::function<void(const std::string &)> &progress = {},
                                              const std::stop_token &stop = {});
    /// A file that the core would replace: it has the very name.
    [[nodiscard]] std::optional<std::string> wouldReplace() const;
    /// Removes the core that was found, if it is proven to be this process's.
    [[nodiscard]] Result<void> removeCore();

private:
    CoreWait();
    struct Data;
    std::unique_ptr<Data> d;
};

}
