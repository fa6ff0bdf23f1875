// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/lesson/walkthrough.h"

#include "backend/console/commandhelp.h"
#include "backend/lesson/delvecompanion.h"

#include <format>
#include <functional>
#include <map>

namespace Freezeframe
{

namespace
{

std::string quoted(const std::string &text)
{
    constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+:,@%=";
    if (!text.empty() && text.find_first_not_of(plain) == std::string::npos)
        return text;
    std::string out = "'";
    for (const char letter : text)
        out += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
    return out + "'";
}

}

Walkthrough::Walkthrough(const std::string &folder, std::string_view language)
    : m_lesson(Lesson::bundled(language))
    , m_place(folder)
    , m_progress(m_place.folder() + "/progress.json")
    , m_crashes(m_place, m_progress)
    , m_cores(m_place, m_progress)
    , m_loops(m_place, m_progress)
    , m_exercises(m_place, m_progress, m_cores)
{
}

void Walkthrough::setAdministrator(CrashDeeds::Administrator administrator)
{
    m_crashes.setAdministrator(std::move(administrator));
}

std::map<std::string, Walkthrough::Deed> Walkthrough::deeds()
{
    // A deed of one of the members.
    const auto of = [](auto member, auto deed) {
        return Deed([member, deed](Walkthrough &self, const LessonTask &task, const std::stop_token &stop) {
            return ((self.*member).*deed)(task, stop);
        });
    };
    const auto crashes = [of](auto deed) { return of(&Walkthrough::m_crashes, deed); };
    const auto cores = [of](auto deed) { return of(&Walkthrough::m_cores, deed); };
    const auto loops = [of](auto deed) { return of(&Walkthrough::m_loops, deed); };
    const auto exercises = [of](auto deed) { return of(&Walkthrough::m_exercises, deed); };
    return {
        {"build", crashes(&CrashDeeds::build)},
        {"crash", crashes(&CrashDeeds::crash)},
        {"limit", crashes(&CrashDeeds::raiseLimit)},
        {"pattern", crashes(&CrashDeeds::readPattern)},
        {"set-pattern", crashes(&CrashDeeds::setPattern)},
        {"anatomy", cores(&CoreDeeds::anatomy)},
        {"open", cores(&CoreDeeds::open)},
        {"console", cores(&CoreDeeds::console)},
        {"print-i", cores(&CoreDeeds::printCount)},
        {"end-loop", loops(&LoopDeeds::endLoop)},
        {"capture", loops(&LoopDeeds::capture)},
        {"look", loops(&LoopDeeds::look)},
        {"keep", loops(&LoopDeeds::keep)},
        {"sample", exercises(&ExerciseDeeds::sample)},
        {"commands", exercises(&ExerciseDeeds::commands)},
        {"exercise", exercises(&ExerciseDeeds::exercise)},
    };
}

bool Walkthrough::knowsDeed(const std::string &deed)
{
    return deeds().contains(deed);
}

LessonOutcome Walkthrough::perform(const LessonTask &task, const std::stop_token &stop)
{
    const auto all = deeds();
    const auto deed = all.find(task.deed);
    if (deed == all.end())
        return LessonOutcome::notDone(std::format("The walkthrough knows no deed “{}”.", task.deed));
    LessonOutcome outcome = deed->second(*this, task, stop);
    mark(task, outcome);
    return outcome;
}

LessonOutcome Walkthrough::answer(const LessonTask &task, const std::string &text, const std::stop_token &stop)
{
    LessonOutcome outcome = m_exercises.answer(task, text, stop);
    mark(task, outcome);
    return outcome;
}

LessonOutcome Walkthrough::delve(const LessonTask &task, const std::stop_token &stop) const
{
    if (task.deed != "console")
        return LessonOutcome::notDone("This is no command.");
    const auto core = m_cores.core("crash-core");
    if (!core)
        return LessonOutcome::notDone(core.error().message + ".");
    const auto answer = delveAnswer(*core, task.word, stop);
    if (!answer)
        return LessonOutcome::notDone(answer.error().message + ".");
    return {.state = LessonOutcome::State::Done,
            .sentence = "This is what Delve prints for " + task.word + ".",
            .output = *answer};
}

void Walkthrough::mark(const LessonTask &task, const LessonOutcome &outcome)
{
    if (outcome.isDone())
        m_progress.mark(task.id,
                        {.sentence = outcome.sentence, .isRecorded = outcome.state == LessonOutcome::State::Recorded});
}

Result<void> Walkthrough::type(const std::string &line, std::string &out, std::vector<std::string> &done,
                               const std::stop_token &stop)
{
    const auto typed = m_cores.type(line, out, stop);
    done = observe(line, out, typed ? std::nullopt : std::optional<Error>(typed.error()));
    return typed;
}

std::vector<std::string> Walkthrough::observe(std::string_view line, const std::string &answer,
                                              const std::optional<Error> &error)
{
    std::vector<std::string> done;
    const CommandHelp *command = findCommand(line.substr(0, line.find(' ')));
    if (command && command->refusal.empty() == !error.has_value())
        m_progress.addTried(std::string(command->names.front()));
    for (const LessonStep &step : m_lesson.steps()) {
        for (const LessonTask &task : step.tasks) {
            if ((task.deed != "console" && task.deed != "print-i") || m_progress.isDone(task.id))
                continue;
            const LessonOutcome outcome = m_cores.judge(task, line, answer, error);
            if (!outcome.isDone())
                continue;
            mark(task, outcome);
            done.push_back(task.id);
        }
    }
    return done;
}

bool Walkthrough::needsConsent(const LessonTask &task) const
{
    return !task.confirmation.empty() && !CrashDeeds::hasFilePattern();
}

const LessonTask *Walkthrough::taskAt(const std::string &where) const
{
    for (const LessonStep &step : m_lesson.steps()) {
        for (const LessonTask &task : step.tasks) {
            const std::string number = m_lesson.number(task.id);
            if (number == where || number == where + ".1" || task.id == where)
                return &task;
        }
    }
    return nullptr;
}

/// Of a name in braces: what tasks have left, else where it will be once they are done by hand.
std::string Walkthrough::pathFor(const std::string &name) const
{
    if (name == "folder")
        return m_place.folder();
    if (const std::string fact = m_progress.fact(name); !fact.empty())
        return fact;
    if (name == "loop-core")
        return m_place.programFolder("loop") + "/taken.core";
    if (name == "picture-core")
        return m_place.programFolder("loop") + "/core.dlv";
    const std::string program = name.substr(0, name.find('-'));
    return name.ends_with("-exe") ? m_place.program(program) : m_place.programFolder(program) + "/core";
}

std::vector<std::string> Walkthrough::shell(const LessonTask &task) const
{
    std::vector<std::string> lines;
    for (const std::string &line : task.shell) {
        std::string out;
        for (size_t at = 0; at < line.size();) {
            const size_t end = line[at] == '{' ? line.find('}', at) : std::string::npos;
            if (end == std::string::npos) {
                out += line[at++];
                continue;
            }
            const std::string name = line.substr(at + 1, end - at - 1);
            out += quoted(pathFor(name));
            at = end + 1;
        }
        lines.push_back(std::move(out));
    }
    return lines;
}

const LessonTask *Walkthrough::current() const
{
    if (const LessonTask *task = m_lesson.task(m_progress.current()))
        return task;
    for (const LessonStep &step : m_lesson.steps()) {
        for (const LessonTask &task : step.tasks) {
            if (!m_progress.isDone(task.id))
                return &task;
        }
    }
    return nullptr;
}

void Walkthrough::reset()
{
    m_progress.reset();
}

}
