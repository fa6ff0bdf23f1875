// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/lesson/lessonplace.h"

namespace Freezeframe
{

/// What Delve prints for a command over a core, if it is installed: read-only, and without its colours. NotFound with a
/// sentence if it is not.
[[nodiscard]] Result<std::string> delveAnswer(const LessonCore &core, const std::string &line,
                                              const std::stop_token &stop = {});

}
