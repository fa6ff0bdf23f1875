// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/console/console.h"
#include "backend/lesson/lesson.h"
#include "backend/lesson/lessonoutcome.h"
#include "backend/lesson/lessonprogress.h"

#include <stop_token>

namespace Freezeframe
{

/// What the walkthrough does with cores: opens them, shows their parts, types commands. Keeps the last one open. One
/// thread.
class CoreDeeds
{
public:
    CoreDeeds(const LessonPlace &place, LessonProgress &progress)
        : m_place(place)
        , m_progress(progress)
    {
    }
    [[nodiscard]] LessonOutcome anatomy(const LessonTask &task, const std::stop_token &stop);
    [[nodiscard]] LessonOutcome open(const LessonTask &task, const std::stop_token &stop);
    /// The core of that name, "crash-core".
    [[nodiscard]] LessonOutcome openNamed(const std::string &name, const std::stop_token &stop = {});
    /// The same, for questions; null if it can't be opened.
    [[nodiscard]] Inspection *inspection(const std::string &name, const std::stop_token &stop);
    [[nodiscard]] LessonOutcome console(const LessonTask &task, const std::stop_token &stop);

    /// Finds the loop's goroutine in the picture that was kept, and prints its i.
    [[nodiscard]] LessonOutcome printCount(const LessonTask &task, const std::stop_token &stop);

    /// Whether the task needs @p line to be typed, and it was answered as it should be: NotDone says what is missing.
    [[nodiscard]] LessonOutcome judge(const LessonTask &task, std::string_view line, std::string answer,
                                      const std::optional<Error> &error) const;
    /// Types a line over the core that the walkthrough is about; the answer goes to @p out.
    [[nodiscard]] Result<void> type(std::string_view line, std::string &out, const std::stop_token &stop);
    /// The core of that name, "crash-core", that was made; else the recorded one.
    [[nodiscard]] Result<LessonCore> core(const std::string &name) const;
    /// How such a core is opened: with its executable, and its sources where they are here.
    [[nodiscard]] OpenOptions options(const LessonCore &core) const;

private:
    [[nodiscard]] LessonOutcome judgeCount(std::string_view line, std::string answer) const;
    [[nodiscard]] Result<void> show(const std::string &name, const std::stop_token &stop);
    const LessonPlace &m_place;
    LessonProgress &m_progress;
    std::string m_shown; ///< the core that is open
    std::unique_ptr<Inspection> m_inspection;
    std::unique_ptr<Console> m_console;
};

}
