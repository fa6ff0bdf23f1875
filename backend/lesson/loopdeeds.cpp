// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/lesson/loopdeeds.h"

#include "backend/live/exitstatus.h"

#include <algorithm>
#include <charconv>
#include <csignal>
#include <ctime>
#include <filesystem>
#include <format>
#include <sys/wait.h>
#include <thread>

namespace Freezeframe
{

namespace
{

constexpr auto patience = std::chrono::seconds(30);
constexpr std::string_view counted = "i = ";

std::string duration(double seconds)
{
    return seconds < 1 ? std::format("{:.1f} ms", seconds * 1000) : std::format("{:.2f} s", seconds);
}

ChildWish wishFor(const std::string &program, const std::string &folder, bool crashes)
{
    return {.program = program,
            .folder = folder,
            .environment = {crashes ? "GOTRACEBACK=crash" : "GOTRACEBACK"},
            .coreLimit = crashes ? std::optional<uint64_t>(UINT64_MAX) : std::nullopt};
}

}

LessonOutcome LoopDeeds::endLoop(const LessonTask &task, const std::stop_token &stop)
{
    const bool wantsCore = task.word != "plain";
    bool isRecorded = false;
    const auto program = m_place.provide("loop", stop, isRecorded);
    if (!program)
        return recorded(task, program.error().message + ".", wantsCore ? "signal-core" : "");
    auto run = ChildRun::start(wishFor(*program, m_place.programFolder("loop"), wantsCore));
    if (!run)
        return recorded(task, run.error().message + ".", wantsCore ? "signal-core" : "");
    if (!(*run)->waitForOutput("i = 3\n", patience, stop))
        return LessonOutcome::notDone("The loop does not count.");
    const int signal = task.word == "QUIT" ? SIGQUIT : SIGABRT;
    const ChildEnd end = (*run)->end(signal, patience, stop);
    LessonOutcome outcome{.output = (*run)->output()};
    const std::string how = WIFEXITED(end.status) ? std::format("exited with status {}", WEXITSTATUS(end.status))
                                                  : std::format("was ended by {}", signalText(WTERMSIG(end.status)));
    outcome.sentence = std::format("It got {}, printed its goroutines, and {}", signalText(signal), how);
    const bool hasCore = end.core && end.core->outcome == CoreWaitResult::Outcome::Found;
    if (!wantsCore) {
        outcome.sentence += hasCore ? ", with a core." : ", without a core.";
        outcome.state = end.exited(2) && !hasCore ? LessonOutcome::State::Done : LessonOutcome::State::NotDone;
        return outcome;
    }
    if (!hasCore) {
        const std::string why = end.core ? end.core->sentence : end.core.error().message + ".";
        LessonOutcome other = recorded(task, std::format("{}. {}", outcome.sentence, why), "signal-core");
        other.output = std::move(outcome.output);
        return other;
    }
    outcome.state = LessonOutcome::State::Done;
    outcome.sentence += std::format(", with a core: {}.", end.core->path);
    m_progress.setFact("signal-core", end.core->path);
    m_progress.setFact("signal-exe", *program);
    return outcome;
}

/// The lesson goes on with the recorded core, known as @p fact.
LessonOutcome LoopDeeds::recorded(const LessonTask &task, const std::string &why, const std::string &fact)
{
    const auto core = m_place.recording("loop");
    if (!core || fact.empty())
        return LessonOutcome::notDone(why + (core ? "" : " No recording came with this program either."));
    m_progress.setFact(fact, core->core);
    m_progress.setFact(fact.substr(0, fact.find('-')) + "-exe", core->executable);
    return {.state = LessonOutcome::State::Recorded, .sentence = std::format("{} {}", why, task.without)};
}

Result<void> LoopDeeds::ensureLoop(const std::stop_token &stop)
{
    if (m_loop && !m_loop->hasEnded())
        return {};
    bool isRecorded = false;
    const auto program = m_place.provide("loop", stop, isRecorded);
    if (!program)
        return std::unexpected(program.error());
    auto run = ChildRun::start(wishFor(*program, m_place.programFolder("loop"), true));
    if (!run)
        return std::unexpected(run.error());
    m_loop = std::move(*run);
    m_progress.setFact("loop-exe", *program);
    m_progress.setFact("picture-exe", *program);
    return m_loop->waitForOutput("i = 3\n", patience, stop) ? Result<void>()
                                                            : fail(ErrorCode::Io, "the loop does not count");
}

int64_t LoopDeeds::printed() const
{
    constexpr size_t enough = 200;
    const std::string end = m_loop ? m_loop->outputEnd(enough) : std::string();
    const size_t at = end.rfind(counted, end.rfind('\n'));
    int64_t value = -1;
    if (at != std::string::npos)
        std::from_chars(end.data() + at + counted.size(), end.data() + end.size(), value);
    return value;
}

LessonOutcome LoopDeeds::capture(const LessonTask &task, const std::stop_token &stop)
{
    if (const auto runs = ensureLoop(stop); !runs)
        return recorded(task, std::format("The loop does not run: {}.", runs.error().message), "loop-core");
    CaptureOptions options{.process = {.pid = m_loop->pid()}};
    const std::string name = defaultCaptureName("loop", m_loop->pid(), int64_t(std::time(nullptr)), false);
    options.output = std::format("{}/{}", m_place.programFolder("loop"), name);
    const int64_t before = printed();
    const auto report = captureToFile(options, {}, stop);
    if (!report)
        return recorded(task, std::format("It could not be captured: {}.", report.error().error.toString()),
                        "loop-core");
    const bool goesOn = m_loop->waitForOutput(std::format("{}{}\n", counted, before + 5), patience, stop);
    LessonOutcome outcome;
    outcome.sentence = std::format(
        "It stood still for {}: {} threads, {} mappings. It had counted to {} before, and is at {} now. The core is {}.",
        duration(report->pauseSeconds), report->threads, report->mappings, before, printed(), report->path);
    outcome.state = goesOn ? LessonOutcome::State::Done : LessonOutcome::State::NotDone;
    m_progress.setFact("loop-core", report->path);
    return outcome;
}

Result<LoopDeeds::Count> LoopDeeds::countIn(Inspection &inspection)
{
    const auto goroutines = inspection.goroutines();
    if (!goroutines)
        return std::unexpected(goroutines.error());
    for (const uint64_t id : goroutines->table->id) {
        const StackOwner owner{StackOwner::Kind::Goroutine, id};
        const auto stack = inspection.stack(owner);
        if (!stack)
            continue;
        const auto frame = std::ranges::find((*stack)->frames, "main.main", &FrameInfo::function);
        if (frame == (*stack)->frames.end())
            continue;
        const auto number = inspection.evaluate(owner, frame->index, "i");
        if (!number)
            return std::unexpected(number.error());
        Count count{.goroutine = id, .frame = frame->index};
        const std::string &text = number->value;
        if (std::from_chars(text.data(), text.data() + text.size(), count.value).ec != std::errc())
            return fail(ErrorCode::NotFound, "i is " + text);
        return count;
    }
    return fail(ErrorCode::NotFound, "no goroutine is in main.main");
}

Result<LoopDeeds::Count> LoopDeeds::takePicture(const std::stop_token &stop)
{
    m_low = printed();
    auto picture = captureToMemory({.process = {.pid = m_loop->pid()}}, {}, stop);
    if (!picture)
        return std::unexpected(picture.error().error);
    // What was counted but not yet printed, and what is printed before it is looked at.
    m_high = printed() + 1;
    m_picture = std::move(*picture);
    OpenOptions options{.core = m_picture->image->path(), .image = m_picture->image};
    const auto inspection = Inspection::open(options, {}, stop);
    return inspection ? countIn(**inspection) : std::unexpected(inspection.error());
}

LessonOutcome LoopDeeds::look(const LessonTask &task, const std::stop_token &stop)
{
    if (const auto runs = ensureLoop(stop); !runs)
        return recorded(task, std::format("The loop does not run: {}.", runs.error().message), "picture-core");
    const auto first = takePicture(stop);
    if (!first)
        return recorded(task, std::format("It can't be looked at: {}.", first.error().toString()), "picture-core");
    const double firstPause = m_picture->report.pauseSeconds;
    (void)m_loop->waitForOutput(std::format("{}{}\n", counted, first->value + 10), patience, stop);
    const auto second = takePicture(stop);
    if (!second)
        return LessonOutcome::notDone(std::format("The second look failed: {}.", second.error().toString()));
    LessonOutcome outcome;
    outcome.output = std::format("goroutine {}, frame {}: i = {}\ngoroutine {}, frame {}: i = {}\n", first->goroutine,
                                 first->frame, first->value, second->goroutine, second->frame, second->value);
    outcome.sentence
        = std::format("i was {} and then {}: between the two it ran. It stood still for {} and for {}.", first->value,
                      second->value, duration(firstPause), duration(m_picture->report.pauseSeconds));
    if (second->value > first->value)
        outcome.state = LessonOutcome::State::Done;
    return outcome;
}

LessonOutcome LoopDeeds::keep(const LessonTask &task, const std::stop_token &stop)
{
    if (!m_picture) {
        const LessonOutcome looked = look(task, stop);
        if (!m_picture)
            return looked;
    }
    const std::string name = defaultCaptureName("loop", m_picture->process.pid, int64_t(std::time(nullptr)), false);
    const auto report
        = saveSnapshot(*m_picture, std::format("{}/live-{}", m_place.programFolder("loop"), name), false, {}, stop);
    if (!report)
        return LessonOutcome::notDone(std::format("It could not be kept: {}.", report.error().error.toString()));
    m_progress.setFact("picture-core", report->path);
    m_progress.setFact("picture-low", std::to_string(m_low));
    m_progress.setFact("picture-high", std::to_string(m_high));
    return {.state = LessonOutcome::State::Done,
            .sentence = std::format("The picture is kept as {}. The loop is at {} by now.", report->path, printed())};
}

}
