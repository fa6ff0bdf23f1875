// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/base/text.h"
#include "backend/lesson/lessonhtml.h"
#include "cli/lessontext.h"
#include "cli/lineeditor.h"
#include "cli/optionwords.h"
#include "cli/processcommands.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <format>
#include <fstream>
#include <iostream>

namespace Freezeframe
{

namespace
{

/// One run at a terminal, from a pipe, or by itself.
class WalkthroughRun
{
public:
    WalkthroughRun(Walkthrough &walkthrough, std::ostream &out)
        : m_walkthrough(walkthrough)
        , m_out(out)
    {
    }

    /// Does all that is asked of @p tasks, one after the other; true if all of it was done.
    bool doAll(const std::vector<const LessonTask *> &tasks)
    {
        bool isWhole = true;
        for (const LessonTask *task : tasks) {
            showTask(*task);
            if (m_walkthrough.needsConsent(*task)) {
                m_out << "[ ] It changes this machine: answer yes to it without --do.\n";
                isWhole = false;
            } else {
                isWhole = perform(*task) && isWhole;
            }
            m_out << "\n" << std::flush;
        }
        return isWhole;
    }

    void readFrom(std::istream &in)
    {
        begin();
        std::string line;
        while (m_task && m_out && std::getline(in, line) && take(line)) { }
    }

    void readFromTerminal()
    {
        begin();
        m_out << "Enter does what is asked; help tells the other words.\n";
        LineEditor editor([](std::string_view) { return std::vector<std::string>(); },
                          [](std::string_view) { return std::string_view(); });
        while (m_task) {
            const auto line = editor.read(std::format("walkthrough {}> ", number()));
            if (!line || !take(*line))
                return;
        }
    }

    void start(const LessonTask *task) { m_task = task; }

private:
    [[nodiscard]] std::string number() const { return m_walkthrough.lesson().number(m_task->id); }

    void begin()
    {
        if (!m_walkthrough.progress().notice().empty())
            m_out << escaped(m_walkthrough.progress().notice()) << "\n\n";
        m_task = m_task ? m_task : m_walkthrough.current();
        if (m_task)
            showTask(*m_task);
        else
            m_out << overviewText(m_walkthrough) << "\nAll of it is done. --reset begins anew.\n";
        m_out << std::flush;
    }

    void showTask(const LessonTask &task)
    {
        for (const LessonStep &step : m_walkthrough.lesson().steps()) {
            const bool isHere = std::ranges::contains(step.tasks, task.id, &LessonTask::id);
            if (isHere && m_shownStep != step.id) {
                m_shownStep = step.id;
                m_out << stepText(m_walkthrough, step);
            }
        }
        m_walkthrough.setCurrent(task.id);
        m_out << taskText(m_walkthrough, task);
    }

    bool perform(const LessonTask &task)
    {
        const LessonOutcome outcome = m_walkthrough.perform(task);
        m_out << outcomeText(outcome) << std::flush;
        return outcome.isDone();
    }

    void advance()
    {
        m_task = m_walkthrough.lesson().taskAfter(m_task->id);
        m_out << "\n";
        if (m_task) {
            showTask(*m_task);
            return;
        }
        m_walkthrough.setCurrent({});
        m_out << overviewText(m_walkthrough);
    }

    /// False after the last line.
    bool take(const std::string &line)
    {
        const size_t blank = std::min(line.find(' '), line.size());
        const std::string word = line.substr(0, blank);
        const std::string rest = line.substr(std::min(blank + 1, line.size()));
        if (word == "quit")
            return false;
        if (word.empty() || word == "do" || word == "yes")
            act(word == "yes");
        else if (word == "skip")
            advance();
        else if (word == "go")
            goTo(rest);
        else if (word == "steps")
            m_out << overviewText(m_walkthrough);
        else if (word == "shell")
            m_out << taskText(m_walkthrough, *m_task);
        else if (word == "source")
            m_out << LessonPlace::source(rest.empty() ? "crash" : rest);
        else if (word == "help" && rest.empty())
            m_out << words;
        else if (word == "answer")
            answer(rest);
        else if (word == "delve")
            m_out << outcomeText(m_walkthrough.delve(*m_task));
        else
            type(line);
        m_out << std::flush;
        return true;
    }

    void act(bool isConsent)
    {
        if (!isConsent && m_walkthrough.needsConsent(*m_task)) {
            m_out << wrapped(m_task->confirmation, "") << "Type yes, or skip.\n";
            return;
        }
        if (perform(*m_task))
            advance();
    }

    void answer(const std::string &text)
    {
        if (m_task->question.empty()) {
            m_out << "This task asks nothing.\n";
            return;
        }
        const LessonOutcome outcome = m_walkthrough.answer(*m_task, text);
        m_out << outcomeText(outcome);
        if (outcome.isDone())
            advance();
    }

    void goTo(const std::string &where)
    {
        if (const LessonTask *task = m_walkthrough.taskAt(where)) {
            m_task = task;
            showTask(*task);
        } else {
            m_out << "There is no step " << escaped(where) << ".\n";
        }
    }

    void type(const std::string &line)
    {
        std::string answer;
        std::vector<std::string> done;
        const auto typed = m_walkthrough.type(line, answer, done);
        m_out << answer;
        if (!typed)
            m_out << "Command failed: " << escaped(typed.error().toString()) << "\n";
        for (const std::string &id : done)
            m_out << "[x] " << m_walkthrough.lesson().number(id) << " is done.\n";
        if (m_task && std::ranges::contains(done, m_task->id))
            advance();
    }

    static constexpr const char *words = R"(Enter, do    do what the task asks, and check it
answer TEXT  to the question of a task
delve        what Delve would print for the command of the task
skip         go on without it
go N.M       to another task
steps        all steps, and what is done
shell        the task again, with its commands for a shell
source NAME  the source of a program: crash, loop
quit         leave; it goes on there the next time
All else is typed into the console over the core: help print tells of a command.
)";

    Walkthrough &m_walkthrough;
    std::ostream &m_out;
    const LessonTask *m_task = nullptr;
    std::string m_shownStep;
};

/// Those of the step or task that @p where names; all, if it is empty.
std::vector<const LessonTask *> tasksOf(const Walkthrough &walkthrough, const std::string &where)
{
    std::vector<const LessonTask *> tasks;
    for (const LessonStep &step : walkthrough.lesson().steps()) {
        for (const LessonTask &task : step.tasks) {
            const std::string number = walkthrough.lesson().number(task.id);
            if (where.empty() || number == where || number.starts_with(where + ".") || task.id == where)
                tasks.push_back(&task);
        }
    }
    return tasks;
}

/// "-": the standard output.
int writeHtml(const Walkthrough &walkthrough, const std::string &path, std::ostream &out, std::ostream &errors)
{
    const std::string page = lessonHtml(walkthrough);
    if (path == "-") {
        out << page;
        return 0;
    }
    errno = 0;
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << page;
    file.close();
    return file ? 0 : complain(errors, std::format("{} can't be written: {}", path, std::strerror(errno)), 3);
}

std::string language()
{
    for (const char *name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char *value = std::getenv(name);
        if (value && *value)
            return std::string(value).substr(0, std::string_view(value).find('.'));
    }
    return {};
}

}

int runWalkthrough(const std::vector<std::string> &words, std::ostream &out, std::ostream &errors)
{
    const auto options
        = OptionWords::parse(words, {"--list", "--reset", "--do", "--json"}, {"--step", "--folder", "--html"});
    if (!options)
        return complainOfUsage(errors, options.error().message);
    if (!options->rest().empty())
        return complainOfUsage(errors, "walkthrough takes no " + options->rest().front());
    if (options->has("--json") && !options->has("--list"))
        return complainOfUsage(errors, "--json goes with --list");
    Walkthrough walkthrough(options->value("--folder").value_or(""), language());
    const std::string where = options->value("--step").value_or("");
    const auto tasks = tasksOf(walkthrough, where);
    if (tasks.empty())
        return complainOfUsage(errors, "the walkthrough has no step " + where);
    if (options->has("--reset"))
        walkthrough.reset();
    if (options->has("--list")) {
        out << (options->has("--json") ? overviewJson(walkthrough) : overviewText(walkthrough));
        return 0;
    }
    if (const auto file = options->value("--html"))
        return writeHtml(walkthrough, *file, out, errors);
    if (options->has("--reset") && !options->has("--do") && where.empty())
        return 0;
    WalkthroughRun run(walkthrough, out);
    if (options->has("--do"))
        return run.doAll(tasks) ? 0 : 1;
    if (!where.empty())
        run.start(tasks.front());
    if (&out == &std::cout && isatty(STDIN_FILENO) && isatty(STDOUT_FILENO))
        run.readFromTerminal();
    else
        run.readFrom(std::cin);
    return 0;
}

}
