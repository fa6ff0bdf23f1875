// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/inspect/inspection.h"
#include "backend/lesson/childrun.h"
#include "backend/lesson/lesson.h"
#include "backend/lesson/lessonoutcome.h"
#include "backend/lesson/lessonprogress.h"
#include "backend/live/capture.h"

namespace Freezeframe
{

/// What the walkthrough does with the loop while it runs: signals, captures, looks at it. Owns it, so it ends with this.
/// One thread.
class LoopDeeds
{
public:
    LoopDeeds(const LessonPlace &place, LessonProgress &progress)
        : m_place(place)
        , m_progress(progress)
    {
    }
    /// Of word QUIT or ABRT: with GOTRACEBACK=crash; of word plain: SIGABRT without it.
    [[nodiscard]] LessonOutcome endLoop(const LessonTask &task, const std::stop_token &stop);
    [[nodiscard]] LessonOutcome capture(const LessonTask &task, const std::stop_token &stop);
    [[nodiscard]] LessonOutcome look(const LessonTask &task, const std::stop_token &stop);
    [[nodiscard]] LessonOutcome keep(const LessonTask &task, const std::stop_token &stop);

    /// Where the loop counts, and how far it was. A value type.
    struct Count {
        uint64_t goroutine = 0;
        size_t frame = 0;
        int64_t value = 0;
    };
    [[nodiscard]] static Result<Count> countIn(Inspection &inspection);

private:
    [[nodiscard]] Result<void> ensureLoop(const std::stop_token &stop);
    [[nodiscard]] int64_t printed() const; ///< the last number, -1: none
    [[nodiscard]] Result<Count> takePicture(const std::stop_token &stop);
    [[nodiscard]] LessonOutcome recorded(const LessonTask &task, const std::string &why, const std::string &fact);

    const LessonPlace &m_place;
    LessonProgress &m_progress;
    std::unique_ptr<ChildRun> m_loop;
    std::optional<LiveSnapshot> m_picture;
    int64_t m_low = 0; ///< what the loop had printed when the picture was taken
    int64_t m_high = 0;
};

}
