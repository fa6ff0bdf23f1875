// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/lesson/coredeeds.h"

namespace Freezeframe
{

/// The last steps of the walkthrough: every command on the core of the sample, and three cores with a question each. One
/// thread.
class ExerciseDeeds
{
public:
    ExerciseDeeds(const LessonPlace &place, LessonProgress &progress, CoreDeeds &cores)
        : m_place(place)
        , m_progress(progress)
        , m_cores(cores)
    {
    }
    [[nodiscard]] LessonOutcome sample(const LessonTask &task, const std::stop_token &stop);
    /// Runs the examples of all commands that were not tried yet.
    [[nodiscard]] LessonOutcome commands(const LessonTask &task, const std::stop_token &stop);
    /// Makes the core that the question is about, and opens it.
    [[nodiscard]] LessonOutcome exercise(const LessonTask &task, const std::stop_token &stop);
    /// Compares with what the core itself tells.
    [[nodiscard]] LessonOutcome answer(const LessonTask &task, const std::string &text, const std::stop_token &stop);

    /// Those that can be tried: with an example, or with a reason why a core can't.
    [[nodiscard]] static std::vector<const struct CommandHelp *> commandsToTry();

private:
    [[nodiscard]] Result<LessonCore> crashCore(const std::string &program, const std::stop_token &stop) const;
    [[nodiscard]] Result<LessonCore> livingCore(const std::string &program, const std::stop_token &stop) const;
    [[nodiscard]] LessonOutcome keep(const LessonTask &task, const std::string &program,
                                     const Result<LessonCore> &made);
    const LessonPlace &m_place;
    LessonProgress &m_progress;
    CoreDeeds &m_cores;
};

}
