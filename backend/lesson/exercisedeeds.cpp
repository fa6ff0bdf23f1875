// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/lesson/exercisedeeds.h"

#include "backend/console/commandhelp.h"
#include "backend/lesson/childrun.h"
#include "backend/live/capture.h"

#include <algorithm>
#include <cctype>
#include <ctime>
#include <filesystem>
#include <format>
#include <set>

namespace Freezeframe
{

namespace
{

constexpr auto patience = std::chrono::seconds(60);

std::vector<std::string> lines(std::string_view text)
{
    std::vector<std::string> all;
    for (size_t at = 0; at < text.size();) {
        const size_t end = std::min(text.find('\n', at), text.size());
        all.emplace_back(text.substr(at, end - at));
        at = end + 1;
    }
    return all;
}

/// All whole numbers of a text.
std::set<uint64_t> numbersOf(const std::string &text)
{
    std::set<uint64_t> numbers;
    constexpr size_t mostDigits = 18;
    for (size_t at = 0; at < text.size();) {
        size_t end = at;
        while (end < text.size() && std::isdigit(uint8_t(text[end])) != 0)
            ++end;
        if (end > at && end - at <= mostDigits)
            numbers.insert(std::stoull(text.substr(at, end - at)));
        at = end + 1;
    }
    return numbers;
}

/// The last name of a text: "p.to.Home" is "home".
std::string lastName(std::string text)
{
    std::ranges::transform(text, text.begin(), [](char letter) { return char(std::tolower(uint8_t(letter))); });
    const auto isPart = [](char letter) { return std::isalnum(uint8_t(letter)) != 0 || letter == '_'; };
    while (!text.empty() && !isPart(text.back()))
        text.pop_back();
    const auto start = std::find_if_not(text.rbegin(), text.rend(), isPart).base();
    return {start, text.end()};
}

}

/// Runs a program that dies by itself.
Result<LessonCore> ExerciseDeeds::crashCore(const std::string &program, const std::stop_token &stop) const
{
    bool isRecorded = false;
    const auto path = m_place.provide(program, stop, isRecorded);
    if (!path)
        return std::unexpected(path.error());
    auto run = ChildRun::start({.program = *path,
                                .folder = m_place.programFolder(program),
                                .environment = {"GOTRACEBACK=crash"},
                                .coreLimit = UINT64_MAX});
    if (!run)
        return std::unexpected(run.error());
    const ChildEnd end = (*run)->end(0, patience, stop);
    if (!end.core)
        return std::unexpected(end.core.error());
    if (end.core->outcome != CoreWaitResult::Outcome::Found)
        return fail(ErrorCode::NotFound, end.core->sentence);
    return LessonCore{.core = end.core->path, .executable = *path};
}

/// Runs a program that stands still once it is ready, and takes a core of it.
Result<LessonCore> ExerciseDeeds::livingCore(const std::string &program, const std::stop_token &stop) const
{
    bool isRecorded = false;
    const auto path = m_place.provide(program, stop, isRecorded);
    if (!path)
        return std::unexpected(path.error());
    const auto run = ChildRun::start({.program = *path, .folder = m_place.programFolder(program)});
    if (!run)
        return std::unexpected(run.error());
    if (!(*run)->waitForOutput("ready\n", patience, stop))
        return fail(ErrorCode::Io, program + " does not come up");
    CaptureOptions options{.process = {.pid = (*run)->pid()}};
    options.output = std::format("{}/{}", m_place.programFolder(program),
                                 defaultCaptureName(program, (*run)->pid(), int64_t(std::time(nullptr)), false));
    const auto report = captureToFile(options, {}, stop);
    if (!report)
        return std::unexpected(report.error().error);
    return LessonCore{.core = report->path, .executable = *path};
}

LessonOutcome ExerciseDeeds::keep(const LessonTask &task, const std::string &program, const Result<LessonCore> &made)
{
    const auto core = made ? made : m_place.recording(program);
    if (!core)
        return LessonOutcome::notDone(
            std::format("There is no core: {}. No recording came with this program either.", made.error().message));
    m_progress.setFact(program + "-core", core->core);
    m_progress.setFact(program + "-exe", core->executable);
    LessonOutcome outcome = m_cores.openNamed(program + "-core");
    if (!made) {
        outcome.state = outcome.isDone() ? LessonOutcome::State::Recorded : outcome.state;
        outcome.sentence = std::format("It could not be made here: {}. {}", made.error().message, task.without);
    }
    return outcome;
}

LessonOutcome ExerciseDeeds::sample(const LessonTask &task, const std::stop_token &stop)
{
    return keep(task, "sample", crashCore("sample", stop));
}

LessonOutcome ExerciseDeeds::exercise(const LessonTask &task, const std::stop_token &stop)
{
    const std::string program = task.word.substr(0, task.word.find(' '));
    LessonOutcome outcome
        = keep(task, program, program == "three" ? crashCore(program, stop) : livingCore(program, stop));
    outcome.state = LessonOutcome::State::NotDone; // the answer is what counts
    outcome.output.clear();
    return outcome;
}

LessonOutcome ExerciseDeeds::answer(const LessonTask &task, const std::string &text, const std::stop_token &stop)
{
    const std::string program = task.word.substr(0, task.word.find(' '));
    const std::string word = task.word.substr(std::min(program.size() + 1, task.word.size()));
    auto *core = m_cores.inspection(program + "-core", stop);
    if (!core)
        return LessonOutcome::notDone("Open the core first.");
    bool isRight = false;
    if (program == "one") {
        const auto findings = core->findings({}, stop);
        if (!findings)
            return LessonOutcome::notDone(std::format("It can't be checked: {}.", findings.error().toString()));
        const std::set<uint64_t> given = numbersOf(text);
        isRight = std::ranges::any_of((*findings)->all, [&given](const Finding &finding) {
            return finding.id == "deadlock-cycle"
                && given == std::set<uint64_t>(finding.goroutines.begin(), finding.goroutines.end());
        });
    } else if (program == "two") {
        const auto goroutines = core->goroutines(stop);
        if (!goroutines)
            return LessonOutcome::notDone(std::format("It can't be checked: {}.", goroutines.error().toString()));
        const auto count = std::ranges::count_if(goroutines->table->id, [&](uint64_t id) {
            const auto stack = core->stack({StackOwner::Kind::Goroutine, id});
            return stack && std::ranges::contains((*stack)->frames, word, &FrameInfo::function);
        });
        isRight = count > 0 && numbersOf(text) == std::set<uint64_t>{uint64_t(count)};
    } else {
        isRight = lastName(text) == word;
    }
    if (!isRight)
        return LessonOutcome::notDone("No. Look again: the console's findings, goroutines and print may help.");
    return {.state = LessonOutcome::State::Done, .sentence = std::format("Right: {}.", text)};
}

std::vector<const CommandHelp *> ExerciseDeeds::commandsToTry()
{
    std::vector<const CommandHelp *> all;
    for (const CommandHelp &command : allCommands()) {
        if (!command.example.empty() || !command.refusal.empty())
            all.push_back(&command);
    }
    return all;
}

LessonOutcome ExerciseDeeds::commands(const LessonTask & /*task*/, const std::stop_token &stop)
{
    if (!m_cores.inspection("sample-core", stop))
        return LessonOutcome::notDone("Open the sample first.");
    LessonOutcome outcome;
    size_t failures = 0;
    for (const CommandHelp *command : commandsToTry()) {
        const std::string name(command->names.front());
        if (m_progress.tried().contains(name))
            continue;
        const bool isRefusal = !command->refusal.empty();
        bool isWhole = true;
        (void)m_cores.type("crash", outcome.sentence, stop);
        for (const std::string &line : lines(isRefusal ? command->names.front() : command->example)) {
            std::string answer;
            const auto typed = m_cores.type(line, answer, stop);
            if (stop.stop_requested())
                return LessonOutcome::notDone("It was stopped.");
            const auto told = lines(typed ? answer : answer + typed.error().toString());
            outcome.output += std::format("(freezeframe) {}\n    {}\n", line, told.empty() ? "" : told.front());
            isWhole = isWhole && typed.has_value() != isRefusal;
        }
        if (isWhole)
            m_progress.addTried(name);
        else
            ++failures;
    }
    const size_t all = commandsToTry().size();
    outcome.sentence = std::format("{} of {} commands are tried.", all - failures, all);
    outcome.state = failures == 0 ? LessonOutcome::State::Done : LessonOutcome::State::NotDone;
    return outcome;
}

}
