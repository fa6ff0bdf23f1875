// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/lesson/coreanatomy.h"
#include "backend/lesson/lessonplace.h"
#include "backend/live/doctor.h"

#include <optional>
#include <string>
#include <vector>

namespace Freezeframe
{

/// A line of the doctor, as it was before something was put right and as it is now. A value type.
struct DoctorChange {
    std::string title;
    CheckState before = CheckState::Unknown;
    std::string valueBefore; ///< empty: as it is now
    CheckState now = CheckState::Unknown;
    std::string value;
    std::string explanation;
};

/// What came of a task: what really happened, not what should have. A value type.
struct LessonOutcome {
    enum class State {
        Done,
        Recorded, ///< it can't be done here, and a recording takes its place
        NotDone,
    };
    State state = State::NotDone;
    std::string sentence; ///< what happened
    std::string output; ///< what was printed; text of programs, as found
    std::vector<DoctorChange> doctor;
    std::optional<CoreAnatomy> anatomy = {}; ///< to be drawn, in place of the output
    LessonCore open; ///< a core that is to be shown now; no path: none

    [[nodiscard]] static LessonOutcome notDone(std::string why) { return {.sentence = std::move(why)}; }
    [[nodiscard]] bool isDone() const { return state != State::NotDone; }
};

}
