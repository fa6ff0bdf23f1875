// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/lesson/coredeeds.h"
#include "backend/lesson/crashdeeds.h"
#include "backend/lesson/exercisedeeds.h"
#include "backend/lesson/loopdeeds.h"

#include <functional>
#include <map>

namespace Freezeframe
{

/// The walkthrough of one person: the lesson, how far it is done, and what does and checks each task. The window and
/// the terminal are two faces of it. One thread.
class Walkthrough
{
public:
    /// @p folder empty: the usual one. @p language: "de", or empty.
    explicit Walkthrough(const std::string &folder = {}, std::string_view language = {});

    [[nodiscard]] const Lesson &lesson() const { return m_lesson; }
    [[nodiscard]] const LessonProgress &progress() const { return m_progress; }
    [[nodiscard]] const LessonPlace &place() const { return m_place; }
    /// Something here can do it.
    [[nodiscard]] static bool knowsDeed(const std::string &deed);
    void setAdministrator(CrashDeeds::Administrator administrator);

    /// Does a task, looks at what happened, and marks it done if that is what the task is about. Blocks.
    [[nodiscard]] LessonOutcome perform(const LessonTask &task, const std::stop_token &stop = {});
    /// Checks the answer to a task's question, and marks it.
    [[nodiscard]] LessonOutcome answer(const LessonTask &task, const std::string &text,
                                       const std::stop_token &stop = {});
    /// What Delve would print in place of the console's answer; nothing is marked.
    [[nodiscard]] LessonOutcome delve(const LessonTask &task, const std::stop_token &stop = {}) const;
    /// Types a line over the core that is open; tasks that asked for it are marked. @p done: their ids.
    [[nodiscard]] Result<void> type(const std::string &line, std::string &out, std::vector<std::string> &done,
                                    const std::stop_token &stop = {});
    /// Somebody typed @p line elsewhere over such a core, and got @p answer, or @p error: the ids of the tasks that are
    /// done by that.
    std::vector<std::string> observe(std::string_view line, const std::string &answer,
                                     const std::optional<Error> &error);
    /// Doing it would change the machine: the person must be asked before.
    [[nodiscard]] bool needsConsent(const LessonTask &task) const;
    /// By number or id, "2", "2.3", "crash.plain"; null if there is none.
    [[nodiscard]] const LessonTask *taskAt(const std::string &where) const;
    /// The task's commands with real paths in them, ready for a shell.
    [[nodiscard]] std::vector<std::string> shell(const LessonTask &task) const;
    [[nodiscard]] OpenOptions options(const LessonCore &core) const { return m_cores.options(core); }
    void setCurrent(const std::string &task) { m_progress.setCurrent(task); }
    /// The task to go on with: the one where the person was, else the first that is not done. Null if all are.
    [[nodiscard]] const LessonTask *current() const;
    void reset();

private:
    using Deed = std::function<LessonOutcome(Walkthrough &, const LessonTask &, const std::stop_token &)>;
    [[nodiscard]] static std::map<std::string, Deed> deeds();
    [[nodiscard]] std::string pathFor(const std::string &name) const;
    void mark(const LessonTask &task, const LessonOutcome &outcome);
    Lesson m_lesson;
    LessonPlace m_place;
    LessonProgress m_progress;
    CrashDeeds m_crashes;
    CoreDeeds m_cores;
    LoopDeeds m_loops;
    ExerciseDeeds m_exercises;
};

}
