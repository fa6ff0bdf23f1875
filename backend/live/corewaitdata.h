// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/elf/corefile.h"
#include "backend/live/corefinders.h"
#include "backend/live/corefolder.h"
#include "backend/live/coresocket.h"
#include "backend/live/corewait.h"
#include "backend/live/doctor.h"
#include "backend/live/processfacts.h"

#include <sys/wait.h>

namespace Freezeframe
{

/// What a CoreWait knows from before the death, and does after it. One thread.
struct CoreWait::Data {
    using Outcome = CoreWaitResult::Outcome;
    using Progress = std::function<void(const std::string &)>;

    void openFolder();
    /// A path that leads to the core's folder while the process lives.
    [[nodiscard]] std::string door() const;
    /// The process may have gone to another folder, or taken another root.
    void followFolder(bool isDumping);
    void tell(const Progress &progress, const std::string &sentence);
    [[nodiscard]] Result<CoreWaitResult> waitForAll(std::optional<std::chrono::milliseconds> lifeLimit,
                                                    std::chrono::milliseconds limit, const Progress &progress,
                                                    const std::stop_token &stop);
    /// Nothing once it is dead.
    [[nodiscard]] std::optional<Result<CoreWaitResult>> waitForDeath(std::optional<std::chrono::milliseconds> limit,
                                                                     const Progress &progress,
                                                                     const std::stop_token &stop);
    [[nodiscard]] Result<CoreWaitResult> lookInFolder(const Progress &progress, const std::stop_token &stop);
    /// Of a core that no path leads to: copies it to the refuge, or says how it is lost.
    void save(const CoreFolder::Find &find, CoreWaitResult &result, const std::stop_token &stop) const;
    [[nodiscard]] Result<CoreWaitResult> lookAtHandler(std::chrono::milliseconds limit, const Progress &progress,
                                                       const std::stop_token &stop);
    [[nodiscard]] std::optional<StoredCore> storedByHandler() const;
    [[nodiscard]] bool judge(const CoreFolder::Find &find, CoreWaitResult &result) const;
    [[nodiscard]] bool isOurs(const CoreFile &core) const;
    [[nodiscard]] std::string cutSentence(uint64_t has, uint64_t promised) const;
    [[nodiscard]] CoreWaitResult noCore(Outcome outcome) const;
    [[nodiscard]] bool isDumping() const;
    /// Once the child has become its program: what that is like.
    void learnProgram();
    void learnExit();
    [[nodiscard]] std::string endSentence() const;
    /// A Go program without "crash": its status says all.
    [[nodiscard]] bool isUnsetCrash() const { return facts.go && facts.goSignals.crashes() != true; }
    [[nodiscard]] bool isSocket() const { return pattern.kind() == CorePattern::Kind::Socket; }
    [[nodiscard]] CoreHandler::Kind handler() const
    {
        return isSocket() ? socket.handler() : CoreHandler::kindOf(pattern);
    }
    [[nodiscard]] bool hasCoreBit() const { return exitStatus && WIFSIGNALED(*exitStatus) && WCOREDUMP(*exitStatus); }

    std::shared_ptr<const ProcessHandle> process;
    int signal = 0;
    ProcessFacts facts;
    SystemPaths paths;
    CorePattern pattern;
    CoreSocket socket; ///< if the pattern is one; as it was before the death
    CoreName name;
    CoreFolder folder;
    std::optional<Error> folderError;
    std::optional<DoctorReport> doctor; ///< before the death
    bool isStarted = false; ///< a child of ours that is only now becoming its program
    std::string forerunner; ///< the executable that is to be replaced by the coming one; empty: none
    int64_t preparedAt = 0;
    std::vector<std::string> looked;
    std::optional<int> exitStatus;
    std::string lastSentence;
    std::string refuge; ///< folder; empty: none
    CoreWaitResult kept; ///< what the last wait gave, if a core
    std::string keptName; ///< of that core in its folder
};

}
