// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/lesson/lesson.h"
#include "backend/lesson/lessonoutcome.h"
#include "backend/lesson/lessonprogress.h"

#include <functional>
#include <stop_token>

namespace Freezeframe
{

struct StartConditions;

/// What the walkthrough does until a crash leaves a core: programs are built and run, limits and kernel.core_pattern
/// looked at. One thread.
class CrashDeeds
{
public:
    /// Does a mend that only an administrator may; blocks.
    using Administrator = std::function<Result<void>(const DoctorCheck &)>;

    CrashDeeds(const LessonPlace &place, LessonProgress &progress)
        : m_place(place)
        , m_progress(progress)
    {
    }
    /// Cores are files on this machine: nothing of it needs to be set.
    [[nodiscard]] static bool hasFilePattern();
    void setAdministrator(Administrator administrator) { m_administrator = std::move(administrator); }

    [[nodiscard]] LessonOutcome build(const LessonTask &task, const std::stop_token &stop);
    /// Of word plain, traceback, core: with all put right up to that.
    [[nodiscard]] LessonOutcome crash(const LessonTask &task, const std::stop_token &stop);
    [[nodiscard]] LessonOutcome raiseLimit(const LessonTask &task, const std::stop_token &stop);
    [[nodiscard]] LessonOutcome readPattern(const LessonTask &task, const std::stop_token &stop);
    [[nodiscard]] LessonOutcome setPattern(const LessonTask &task, const std::stop_token &stop);

private:
    [[nodiscard]] LessonOutcome withoutCore(const LessonTask &task, std::string why);
    [[nodiscard]] std::vector<DoctorChange> changes(const std::string &program, const StartConditions &before,
                                                    const StartConditions &now, const std::string &about) const;
    const LessonPlace &m_place;
    LessonProgress &m_progress;
    Administrator m_administrator;
};

}
