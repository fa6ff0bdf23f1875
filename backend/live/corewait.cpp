// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/corewaitdata.h"

#include "backend/base/text.h"
#include "backend/live/corehandler.h"
#include "backend/live/corerescue.h"
#include "backend/live/exitstatus.h"
#include "backend/live/mounttable.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>
#include <format>
#include <poll.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace Freezeframe
{

using Clock = std::chrono::steady_clock;
using Outcome = CoreWaitResult::Outcome;

namespace
{

constexpr auto pollInterval = std::chrono::milliseconds(50);
constexpr auto startInterval = std::chrono::milliseconds(5);
constexpr auto youth = std::chrono::seconds(5);

}

Result<CoreWaitResult> CoreWait::signalAndWait(std::chrono::milliseconds limit,
                                               const std::function<void(const std::string &)> &progress,
                                               const std::stop_token &stop)
{
    if (auto sent = d->process->sendSignal(d->signal); !sent)
        return std::unexpected(sent.error());
    d->tell(progress,
            std::format("{} is sent to process {}; waiting for its end", signalText(d->signal), d->process->id().pid));
    return d->waitForAll(limit, limit, progress, stop);
}

Result<CoreWaitResult> CoreWait::wait(std::chrono::milliseconds limit,
                                      const std::function<void(const std::string &)> &progress,
                                      const std::stop_token &stop)
{
    return d->waitForAll(std::nullopt, limit, progress, stop);
}

void CoreWait::Data::tell(const Progress &progress, const std::string &sentence)
{
    if (progress && sentence != lastSentence)
        progress(sentence);
    lastSentence = sentence;
}

Result<CoreWaitResult> CoreWait::Data::waitForAll(std::optional<std::chrono::milliseconds> lifeLimit,
                                                  std::chrono::milliseconds limit, const Progress &progress,
                                                  const std::stop_token &stop)
{
    if (auto ended = waitForDeath(lifeLimit, progress, stop))
        return *ended;
    learnExit();
    if (pattern.kind() == CorePattern::Kind::None)
        return noCore(Outcome::NoCore);
    auto result = pattern.kind() == CorePattern::Kind::File ? lookInFolder(progress, stop)
                                                            : lookAtHandler(limit, progress, stop);
    if (result && (result->outcome == Outcome::Found || result->outcome == Outcome::OutOfReach))
        kept = *result;
    return result;
}

std::optional<Result<CoreWaitResult>> CoreWait::Data::waitForDeath(std::optional<std::chrono::milliseconds> limit,
                                                                   const Progress &progress,
                                                                   const std::stop_token &stop)
{
    const auto begin = Clock::now();
    pollfd death{.fd = process->pidfd(), .events = POLLIN, .revents = 0};
    // A program that has just been started may go to its folder and die there within a moment.
    const auto interval
        = [this, begin] { return isStarted && Clock::now() - begin < youth ? startInterval : pollInterval; };
    while (::poll(&death, 1, int(interval().count())) != 1 || (death.revents & POLLIN) == 0) {
        learnProgram();
        const bool dumping = isDumping();
        followFolder(dumping);
        if (dumping)
            tell(progress, "the kernel is writing the core");
        if (stop.stop_requested() && !dumping)
            return Result<CoreWaitResult>(fail(ErrorCode::Cancelled, "asked to stop"));
        if (stop.stop_requested()) {
            CoreWaitResult result{.outcome = Outcome::StillDumping, .looked = looked};
            result.sentence = std::format("The kernel is still writing the core of process {}.", process->id().pid);
            return result;
        }
        if (limit && !dumping && Clock::now() - begin > *limit) {
            CoreWaitResult result{.outcome = Outcome::Survived, .looked = looked};
            result.sentence
                = std::format("Process {} still runs, {} s after {}.", process->id().pid,
                              std::chrono::duration_cast<std::chrono::seconds>(*limit).count(), signalText(signal));
            if (doctor && doctor->verdict == DoctorReport::Verdict::NoCore)
                result.sentence += " " + doctor->reason;
            return result;
        }
    }
    return std::nullopt;
}

bool CoreWait::Data::isDumping() const
{
    const auto status = readKernelFile(std::format("/proc/{}/status", process->id().pid));
    return status && statusField(*status, "CoreDumping") == "1";
}

void CoreWait::Data::learnProgram()
{
    if (forerunner.empty())
        return;
    auto now = ProcessFacts::read(process->id());
    if (!now || now->executable.empty() || now->executable == forerunner)
        return;
    forerunner.clear();
    // Names and folder stay as they were foretold: the search is for those.
    facts.go = std::move(now->go);
    facts.goSignals = std::move(now->goSignals);
    if (auto report = examineProcess(process->id(), signal, paths))
        doctor = std::move(*report);
}

void CoreWait::Data::learnExit()
{
    // Its parent may not have asked yet; then the zombie tells, and afterwards the pidfd.
    for (int attempt = 0; attempt < 10 && !exitStatus; ++attempt) {
        if (attempt > 0)
            std::this_thread::sleep_for(pollInterval);
        exitStatus = exitStatusOf(*process);
    }
}

bool CoreWait::Data::isOurs(const CoreFile &core) const
{
    // The kernel writes the pid of the process's own namespace; gcore and others write ours.
    std::vector<uint64_t> pids = facts.namespacePids;
    pids.push_back(uint64_t(process->id().pid));
    const auto known = [&pids](int32_t pid) { return std::ranges::find(pids, uint64_t(pid)) != pids.end(); };
    return (core.process() && known(core.process()->pid))
        || std::ranges::any_of(core.threads(), [&](const CoreThread &thread) { return known(thread.tid); });
}

std::string CoreWait::Data::cutSentence(uint64_t has, uint64_t promised) const
{
    std::string sentence = std::format("The core is cut: {} of {}", byteCount(has), byteCount(promised));
    constexpr uint64_t littleSpace = 16 << 20;
    if (facts.coreLimit && facts.coreLimit->isBelow(promised))
        sentence += std::format("; the cause is likely the core limit of {}.", byteCount(*facts.coreLimit->soft));
    else if (facts.fileLimit && facts.fileLimit->isBelow(promised))
        sentence += std::format("; the cause is likely the file size limit of {}.", byteCount(*facts.fileLimit->soft));
    else if (folder.freeBytes() < littleSpace)
        sentence += "; the cause is likely the full disk.";
    else
        sentence += ".";
    return sentence;
}

bool CoreWait::Data::judge(const CoreFolder::Find &find, CoreWaitResult &result) const
{
    // With a file size limit of 0 the kernel makes the file, and writes nothing.
    if (find.bytes == 0) {
        if (find.descriptor >= 0)
            ::close(find.descriptor);
        return false;
    }
    result.path = find.path;
    result.outcome = Outcome::Found;
    if (find.descriptor < 0) {
        // Of the right name and time, but of another user.
        result.outcome = Outcome::OutOfReach;
        result.sentence
            = std::format("The core is {}, but you may not read it.",
                          find.path.empty() ? joinedPath(folder.place().inner, "/" + find.name) : find.path);
        return true;
    }
    const auto core = MappedFile::adopt(find.descriptor, find.path).and_then(&CoreFile::open);
    if (!core) {
        result.isTruncated = true;
        result.sentence = std::format("The core is so short that it can't be read: {}.", core.error().message);
        return hasCoreBit();
    }
    if (!isOurs(**core))
        return false;
    result.isProven = true;
    result.isTruncated = !(*core)->isComplete();
    result.sentence = result.isTruncated ? cutSentence(find.bytes, (*core)->promisedSize())
                                         : std::format("The core is {}.", find.path);
    return true;
}

Result<CoreWaitResult> CoreWait::Data::lookInFolder(const Progress &progress, const std::stop_token &stop)
{
    CoreWaitResult result{.looked = looked};
    bool isFound = false;
    for (const CoreFolder::Find &find : folder.newFiles()) {
        CoreWaitResult candidate{.looked = looked};
        if (isFound || !judge(find, candidate)) {
            if (isFound && find.descriptor >= 0)
                ::close(find.descriptor);
            continue;
        }
        if (find.path.empty() && find.descriptor >= 0) {
            tell(progress, "the core is copied out of the file system that goes with the process");
            save(find, candidate, stop);
        }
        result = candidate;
        keptName = find.name;
        isFound = true;
    }
    return isFound ? result : noCore(Outcome::NoCore);
}

void CoreWait::Data::save(const CoreFolder::Find &find, CoreWaitResult &result, const std::stop_token &stop) const
{
    const FolderPlace place = placeOfFolderNow(folder.descriptor(), process->id().pid, folder.place());
    const std::string inner = joinedPath(place.inner, "/" + find.name);
    const std::string kind = place.fileSystem.empty() ? std::string() : " (" + place.fileSystem + ")";
    std::string sentence = std::format(
        "The core was written to {} in a file system{} of the process's own mount " "namespace, to which no path leads from here",
        inner, kind);
    if (place.kind == FolderPlace::Kind::Guest && !place.path.empty())
        sentence += std::format(" but by way of {}, as long as that lives: {}", keeperText(place),
                                joinedPath(place.path, "/" + find.name));
    result.outcome = Outcome::OutOfReach;
    if (!refuge.empty()) {
        const int file = folder.openFile(find.name);
        const auto copy = rescueCore(file, refuge, std::format("{}.{}", facts.name, process->id().pid), stop);
        if (file >= 0)
            ::close(file);
        if (copy) {
            result.outcome = Outcome::Found;
            result.path = *copy;
            result.sentence = sentence + std::format(". It was copied to {}.", *copy)
                + (result.isTruncated ? " " + result.sentence : std::string());
            return;
        }
        sentence += "; nor could it be copied: " + copy.error().toString();
    }
    result.sentence = sentence + ".";
}

std::optional<StoredCore> CoreWait::Data::storedByHandler() const
{
    const CoreQuery query{.pid = facts.nameFacts(signal).globalPid, .since = preparedAt - 1};
    const bool isApport = handler() == CoreHandler::Kind::Apport;
    for (const FoundCores &found : isApport
             ? std::vector{coresOfApport(paths, query)}
             : std::vector{coresOfJournal(paths, query), coresOfSystemdStore(paths, query)}) {
        if (!found.cores.empty())
            return found.cores.front();
    }
    return std::nullopt;
}

Result<CoreWaitResult> CoreWait::Data::lookAtHandler(std::chrono::milliseconds limit, const Progress &progress,
                                                     const std::stop_token &stop)
{
    const CoreHandler::Kind kind = handler();
    // Without the core bit the kernel gave nothing to anyone, or who got it refused it.
    if (exitStatus && !hasCoreBit())
        return noCore(Outcome::NoCore);
    if (kind != CoreHandler::Kind::SystemdCoredump && kind != CoreHandler::Kind::Apport) {
        CoreWaitResult result{.outcome = Outcome::Unknown, .looked = looked};
        const std::string who = isSocket() ? socket.serverText() : pattern.handler();
        result.sentence = exitStatus
            ? std::format("The kernel gave the core to {}; where that keeps it is not known.", who)
            : std::format("Process {} has ended; whether its core went to {}, and where that keeps it, is not known.",
                          process->id().pid, who);
        return result;
    }
    const auto begin = Clock::now();
    while (true) {
        if (const auto stored = storedByHandler(); stored && stored->state == StoredCore::State::NeverStored) {
            CoreWaitResult result = noCore(Outcome::NoCore);
            result.sentence
                = std::format("{} made no file of the core: {}.", CoreHandler::nameOf(kind), stored->summary);
            return result;
        } else if (stored) {
            CoreWaitResult result{.outcome = Outcome::Found, .path = stored->path, .isProven = true, .looked = looked};
            result.isTruncated = stored->summary.starts_with("cut");
            result.sentence = std::format("The core is {}{}.", stored->path, result.isTruncated ? "; it is cut" : "");
            return result;
        }
        if (stop.stop_requested())
            return fail(ErrorCode::Cancelled, "asked to stop");
        if (Clock::now() - begin > limit)
            return noCore(Outcome::TimedOut);
        tell(progress, std::format("{} is storing the core", CoreHandler::nameOf(kind)));
        std::this_thread::sleep_for(5 * pollInterval);
    }
}

std::string CoreWait::Data::endSentence() const
{
    const int32_t pid = process->id().pid;
    if (!exitStatus)
        return std::format("Process {} has ended.", pid);
    if (WIFSIGNALED(*exitStatus)) {
        const std::string sentence = std::format(
            "Process {} was ended by {}{}.", pid, signalText(WTERMSIG(*exitStatus)),
            hasCoreBit() ? ", and the kernel says that it wrote a core" : ", and the kernel wrote no core");
        // Another signal than ours: what the doctor foretold is not about it.
        const bool isOther = WTERMSIG(*exitStatus) == SIGKILL;
        return isOther ? sentence + " " + meaningOfStatus(*exitStatus, facts.go.has_value()) : sentence;
    }
    const int status = WEXITSTATUS(*exitStatus);
    if (isUnsetCrash() && status == 2)
        return std::format("Process {} exited with status 2, as Go does without GOTRACEBACK=crash.", pid);
    return std::format("Process {} exited with status {}. {}", pid, status,
                       meaningOfStatus(*exitStatus, facts.go.has_value()));
}

CoreWaitResult CoreWait::Data::noCore(Outcome outcome) const
{
    CoreWaitResult result{.outcome = outcome, .looked = looked};
    result.sentence = endSentence();
    if (outcome == Outcome::TimedOut)
        result.sentence += std::format(" {} has not stored a core yet.", CoreHandler::nameOf(handler()));
    else if (doctor && doctor->verdict == DoctorReport::Verdict::NoCore
             && !(isUnsetCrash() && exitStatus && !WIFSIGNALED(*exitStatus)))
        result.sentence += " " + doctor->reason;
    else if (isSocket() && exitStatus && WIFSIGNALED(*exitStatus) && !hasCoreBit())
        result.sentence += " "
            + (socket.fault().empty() ? "It was refused, or not taken, by " + socket.serverText() + "."
                                      : socket.fault());
    else if (folderError)
        result.sentence += " " + folderError->toString() + ".";
    if (!looked.empty())
        result.sentence += " Looked at: " + looked.front() + ".";
    return result;
}

}
