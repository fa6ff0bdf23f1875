// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/dryrun.h"

#include "backend/base/text.h"
#include "backend/live/corewait.h"
#include "backend/live/diagnosis.h"
#include "backend/live/processfacts.h"
#include "backend/live/standin.h"

#include <csignal>
#include <format>
#include <sys/stat.h>
#include <unistd.h>

namespace Freezeframe
{
namespace
{

using Outcome = CoreWaitResult::Outcome;

constexpr std::chrono::seconds patience{20}; // a handler has to store a few megabytes

DoctorCheck notTried(const std::string &why)
{
    return {.id = "dry-run",
            .title = "Try",
            .state = CheckState::Unknown,
            .value = "not tried: " + why,
            .explanation = "Nothing was done."};
}

std::string seconds(std::chrono::steady_clock::duration time)
{
    return std::format("{:.1f} s", std::chrono::duration<double>(time).count());
}

std::string placesOf(const CoreWaitResult &result)
{
    std::string places;
    for (const std::string &place : result.looked)
        places += (places.empty() ? "" : ", ") + place;
    return places;
}

/// What came is described first, then taken away.
DoctorCheck judgeFound(const CoreWaitResult &result, CoreWait &wait, const std::string &time)
{
    DoctorCheck check{.id = "dry-run", .title = "Try", .state = CheckState::Good};
    struct stat status{};
    const bool hasSize = ::stat(result.path.c_str(), &status) == 0;
    check.value = std::format("a core{} came in {}: {}", hasSize ? " of " + byteCount(uint64_t(status.st_size)) : "",
                              time, result.path.empty() ? "where no path leads from here" : result.path);
    check.explanation
        = "A small process of ours, with the limits, folder and user of this one, was ended by SIGABRT. Whether the program itself lets a signal end it with a core is what the other checks say.";
    if (result.isTruncated || result.outcome == Outcome::OutOfReach) {
        check.state = CheckState::Warning;
        check.explanation = result.sentence;
    }
    if (const auto removed = wait.removeCore(); removed) {
        check.value += ", removed";
    } else {
        check.state = CheckState::Warning;
        check.explanation += " It is still there: " + removed.error().message + ".";
    }
    return check;
}

DoctorCheck judge(const Result<CoreWaitResult> &result, CoreWait &wait, std::chrono::steady_clock::duration time,
                  int32_t pid)
{
    if (!result)
        return notTried(result.error().message);
    if (result->outcome == Outcome::Found || result->outcome == Outcome::OutOfReach)
        return judgeFound(*result, wait, seconds(time));
    DoctorCheck check{.id = "dry-run", .title = "Try", .state = CheckState::Unknown};
    check.value = std::format("no core came in {}; looked at {}", seconds(time), placesOf(*result));
    check.explanation = result->sentence;
    if (result->outcome == Outcome::Unknown) {
        check.value = std::format("the core was taken in {}, and is where only its handler knows", seconds(time));
        check.explanation += " That of the try is there too.";
    } else if (result->outcome == Outcome::NoCore || result->outcome == Outcome::Survived) {
        turnRed(check, orCapture(pid, ""));
    }
    return check;
}

/// @p folder: in place of the process's own; @p pid: of what could be captured instead, 0: nothing.
DoctorCheck tryInPlaceOf(const ProcessFacts &facts, const std::string &folder, int32_t pid, const SystemPaths &paths,
                         const std::stop_token &stop)
{
    const auto standIn = StandIn::start(facts, CorePattern::read(paths).isAbsolute(), folder);
    if (!standIn)
        return notTried(standIn.error().message);
    const auto handle = ProcessHandle::open({.pid = (*standIn)->pid()});
    if (!handle)
        return notTried(handle.error().message);
    const auto wait = CoreWait::prepare(*handle, SIGABRT, paths);
    if (!wait)
        return notTried(wait.error().message);
    if (const auto victim = (*wait)->wouldReplace())
        return notTried("it would replace " + *victim + "; move that away first");
    const auto begin = std::chrono::steady_clock::now();
    const auto result = (*wait)->signalAndWait(patience, {}, stop);
    return judge(result, **wait, std::chrono::steady_clock::now() - begin, pid);
}

}

DoctorCheck tryCore(const std::optional<ProcessId> &process, const SystemPaths &paths, const std::stop_token &stop)
{
    const auto facts = ProcessFacts::read(process.value_or(ProcessId{.pid = ::getpid()}));
    if (!facts)
        return notTried(facts.error().message);
    if (facts->stat.isKernelThread() || facts->stat.hasEnded())
        return notTried(facts->stat.isKernelThread() ? "it is a kernel thread" : "it has ended");
    return tryInPlaceOf(*facts, {}, process ? process->pid : 0, paths, stop);
}

DoctorCheck tryProgram(const std::string &program, const std::string &folder, const SystemPaths &paths,
                       const std::stop_token &stop)
{
    auto facts = ProcessFacts::read({.pid = ::getpid()});
    if (!facts)
        return notTried(facts.error().message);
    constexpr size_t longestName = 15; // TASK_COMM_LEN of the kernel's include/linux/sched.h, without the zero
    facts->stat.name = baseName(program).substr(0, longestName);
    return tryInPlaceOf(*facts, folder, 0, paths, stop);
}

void addDryRun(DoctorReport &report, DoctorCheck check)
{
    using Verdict = DoctorReport::Verdict;
    if (check.state == CheckState::Failed && report.verdict == Verdict::Core) {
        report.verdict = Verdict::NoCore;
        report.headline = "A try left no core.";
        report.reason = check.explanation;
    }
    report.checks.push_back(std::move(check));
}

}
