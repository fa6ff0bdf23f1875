// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/lesson/crashdeeds.h"

#include "backend/go/gobuildinfo.h"
#include "backend/lesson/childrun.h"
#include "backend/live/corefinders.h"
#include "backend/live/corepattern.h"
#include "backend/live/exitstatus.h"

#include <algorithm>
#include <csignal>
#include <format>
#include <sys/wait.h>
#include <unistd.h>

namespace Freezeframe
{

namespace
{

constexpr auto patience = std::chrono::seconds(30);
using Kind = CorePattern::Kind;

/// How far things are put right when the crasher is run: GOTRACEBACK first, then the limit.
StartConditions startOf(const std::string &word, const std::string &folder)
{
    StartConditions start{.coreLimit = 0, .traceback = "", .folder = folder};
    if (word != "plain")
        start.traceback = "crash";
    if (word == "core")
        start.coreLimit = UINT64_MAX;
    return start;
}

std::string wordBefore(const std::string &word)
{
    return word == "core" ? "traceback" : "plain";
}

ChildWish wishOf(const std::string &program, const StartConditions &start)
{
    return {.program = program,
            .folder = start.folder,
            .environment = {start.traceback->empty() ? "GOTRACEBACK" : "GOTRACEBACK=" + *start.traceback},
            .coreLimit = start.coreLimit};
}

std::string howItEnded(const ChildEnd &end)
{
    if (WIFEXITED(end.status))
        return std::format("It exited with status {}", WEXITSTATUS(end.status));
    return std::format("It was ended by {}", signalText(WTERMSIG(end.status)));
}

size_t countLines(const std::string &text)
{
    return size_t(std::ranges::count(text, '\n'));
}

/// Where cores go by kernel.core_pattern.
std::string meaningOf(const CorePattern &pattern)
{
    switch (pattern.kind()) {
    case Kind::None: return "the kernel writes no cores at all";
    case Kind::Pipe: return std::format("{} gets every core, and it decides what becomes of it", pattern.handler());
    case Kind::Socket: return "who listens at this socket gets every core, and decides what becomes of it";
    default: break;
    }
    return pattern.isAbsolute() ? "cores are files there, whatever the program's folder is"
                                : "cores are files in the folder where the program ran";
}

}

std::vector<DoctorChange> CrashDeeds::changes(const std::string &program, const StartConditions &before,
                                              const StartConditions &now, const std::string &about) const
{
    const auto first = examineProgram(program, before);
    const auto second = examineProgram(program, now);
    std::vector<DoctorChange> changes;
    if (!first || !second)
        return changes;
    for (const DoctorCheck &check : second->checks) {
        const auto old = std::ranges::find(first->checks, check.id, &DoctorCheck::id);
        const bool isOther = old != first->checks.end() && (old->state != check.state || old->value != check.value);
        if (!isOther && check.id != about)
            continue;
        DoctorChange change{.title = check.title,
                            .before = isOther ? old->state : check.state,
                            .valueBefore = isOther ? old->value : "",
                            .now = check.state,
                            .value = check.value,
                            .explanation = check.explanation};
        changes.push_back(std::move(change));
    }
    return changes;
}

LessonOutcome CrashDeeds::build(const LessonTask &task, const std::stop_token &stop)
{
    const auto built = m_place.build(task.word, stop);
    if (built) {
        const std::string version = goVersionOf(m_place.program(task.word));
        return {.state = LessonOutcome::State::Done,
                .sentence = std::format("{} is built with {}.", m_place.program(task.word), version)};
    }
    bool isRecorded = false;
    if (!m_place.provide(task.word, stop, isRecorded))
        return LessonOutcome::notDone(std::format("It could not be built: {}.", built.error().message));
    return {.state = LessonOutcome::State::Recorded,
            .sentence = std::format("It could not be built: {}. {}", built.error().message, task.without)};
}

LessonOutcome CrashDeeds::crash(const LessonTask &task, const std::stop_token &stop)
{
    bool isRecorded = false;
    const auto program = m_place.provide("crash", stop, isRecorded);
    const bool wantsCore = task.word == "core";
    if (!program) {
        const std::string why = std::format("There is no program to run: {}.", program.error().message);
        return wantsCore ? withoutCore(task, why) : LessonOutcome::notDone(why);
    }
    const StartConditions start = startOf(task.word, m_place.programFolder("crash"));
    auto run = ChildRun::start(wishOf(*program, start));
    if (!run) {
        const std::string why = run.error().message + ".";
        return wantsCore ? withoutCore(task, why) : LessonOutcome::notDone(why);
    }
    const ChildEnd end = (*run)->end(0, patience, stop);
    LessonOutcome outcome{.output = (*run)->output()};
    if (end.wasKilled) {
        outcome.sentence = "It did not end in time, and was killed.";
        return outcome;
    }
    outcome.doctor = changes(*program, startOf(wordBefore(task.word), start.folder), start, task.doctor);
    const bool hasCore = end.core && end.core->outcome == CoreWaitResult::Outcome::Found;
    outcome.sentence = std::format("{} after {} lines", howItEnded(end), countLines(outcome.output));
    if (hasCore && wantsCore) {
        outcome.state = LessonOutcome::State::Done;
        outcome.sentence += std::format(", and left a core: {}.", end.core->path);
        m_progress.setFact("crash-core", end.core->path);
        m_progress.setFact("crash-exe", *program);
        return outcome;
    }
    if (wantsCore) {
        const std::string why = end.core ? end.core->sentence : end.core.error().message + ".";
        LessonOutcome other = withoutCore(task, std::format("{}. {}", outcome.sentence, why));
        other.output = std::move(outcome.output);
        other.doctor = std::move(outcome.doctor);
        return other;
    }
    outcome.state = LessonOutcome::State::Done;
    if (hasCore)
        outcome.sentence += std::format(
            ". This machine keeps a core all the same, at {}: who gets the cores here does not ask for the limit.",
            end.core->path);
    else
        outcome.sentence += ", and left no core.";
    if (task.word == "traceback" && !end.died(SIGABRT)) {
        outcome.state = LessonOutcome::State::NotDone;
        outcome.sentence += " SIGABRT should have ended it.";
    }
    return outcome;
}

/// The lesson goes on with the recorded core.
LessonOutcome CrashDeeds::withoutCore(const LessonTask &task, std::string why)
{
    const auto recorded = m_place.recording("crash");
    if (!recorded)
        return LessonOutcome::notDone(why + " No recording came with this program either.");
    m_progress.setFact("crash-core", recorded->core);
    m_progress.setFact("crash-exe", recorded->executable);
    return {.state = LessonOutcome::State::Recorded, .sentence = std::format("{} {}", why, task.without)};
}

LessonOutcome CrashDeeds::raiseLimit(const LessonTask &task, const std::stop_token &stop)
{
    // In a shell that begins as most do, so that nothing of this process changes.
    ChildWish wish{.program = "/bin/sh", .folder = "/", .coreLimit = 0};
    std::string script;
    for (const std::string &line : task.shell)
        script += std::format("echo '$ {}'; {}\n", line, line);
    wish.arguments = {"-c", script};
    const auto told = runTool(wish, patience, stop);
    if (!told)
        return LessonOutcome::notDone(told.error().message + ".");
    LessonOutcome outcome{.output = *told};
    std::string_view last = *told;
    last = last.substr(0, last.find_last_not_of('\n') + 1);
    last = last.substr(last.rfind('\n') + 1);
    const std::string folder = m_place.programFolder("crash");
    if (m_place.hasProgram("crash"))
        outcome.doctor
            = changes(m_place.program("crash"), startOf("traceback", folder), startOf("core", folder), task.doctor);
    if (last == "0") {
        outcome.state = LessonOutcome::State::Recorded;
        outcome.sentence
            = "The hard limit is 0 here as well, and only root may raise that: no program of yours leaves a " "core.";
        return outcome;
    }
    outcome.state = LessonOutcome::State::Done;
    outcome.sentence = std::format("In a shell of its own the limit went from 0 to {}. Yours is untouched.", last);
    return outcome;
}

LessonOutcome CrashDeeds::readPattern(const LessonTask &task, const std::stop_token & /*stop*/)
{
    const CorePattern pattern = CorePattern::read(SystemPaths::ofThisMachine());
    const std::string folder = m_place.programFolder("crash");
    LessonOutcome outcome{.state = LessonOutcome::State::Done};
    outcome.output = "kernel.core_pattern = " + pattern.text + "\n";
    outcome.sentence = std::format("It is “{}”: {}.", pattern.text, meaningOf(pattern));
    if (!m_place.hasProgram("crash"))
        return outcome;
    const StartConditions start = startOf("core", folder);
    outcome.doctor = changes(m_place.program("crash"), start, start, task.doctor);
    const auto report = examineProgram(m_place.program("crash"), start);
    if (!report)
        return outcome;
    if (!report->corePath.empty())
        outcome.sentence += std::format(" That of the crasher would be {}.", report->corePath);
    if (report->verdict == DoctorReport::Verdict::Core && pattern.kind() == Kind::File)
        outcome.sentence += " So on this machine the next crash leaves its core at once.";
    return outcome;
}

bool CrashDeeds::hasFilePattern()
{
    return CorePattern::read(SystemPaths::ofThisMachine()).kind() == Kind::File;
}

LessonOutcome CrashDeeds::setPattern(const LessonTask & /*task*/, const std::stop_token & /*stop*/)
{
    CorePattern pattern = CorePattern::read(SystemPaths::ofThisMachine());
    LessonOutcome outcome{.state = LessonOutcome::State::Done};
    if (pattern.kind() == Kind::File) {
        outcome.sentence = std::format("Nothing needs to be set: it is “{}”, and cores are files.", pattern.text);
        return outcome;
    }
    DoctorCheck check{.id = "core-pattern", .value = pattern.text};
    check.fix = DoctorFix{.kind = DoctorFix::Kind::Privileged, .action = DoctorFix::Action::SetCorePattern};
    const Result<void> done = ::geteuid() == 0 ? applyFix({}, *check.fix)
        : m_administrator                      ? m_administrator(check)
                                               : fail(ErrorCode::Unsupported, "only root may set it");
    const std::string old = pattern.text;
    pattern = CorePattern::read(SystemPaths::ofThisMachine());
    outcome.doctor.push_back({.title = "core_pattern",
                              .before = CheckState::Warning,
                              .valueBefore = old,
                              .now = pattern.kind() == Kind::File ? CheckState::Good : CheckState::Warning,
                              .value = pattern.text});
    if (!done || pattern.kind() != Kind::File) {
        outcome.state = LessonOutcome::State::NotDone;
        outcome.sentence = std::format("It is as it was, “{}”: {}.", pattern.text,
                                       done ? "something set it back" : done.error().message);
        return outcome;
    }
    outcome.sentence = std::format("It was “{}”, and is “{}” until this machine is started again.", old, pattern.text);
    return outcome;
}

}
