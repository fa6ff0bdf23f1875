// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/lesson/walkthrough.h"

#include <string>

namespace Freezeframe
{

// The walkthrough as text for a terminal, escaped.

/// "2. A crash without a core", and what introduces it.
[[nodiscard]] std::string stepText(const Walkthrough &walkthrough, const LessonStep &step);
/// A task, with the way by hand.
[[nodiscard]] std::string taskText(const Walkthrough &walkthrough, const LessonTask &task);
[[nodiscard]] std::string outcomeText(const LessonOutcome &outcome);
/// All steps and tasks, those that are done marked.
[[nodiscard]] std::string overviewText(const Walkthrough &walkthrough);
/// The same for scripts.
[[nodiscard]] std::string overviewJson(const Walkthrough &walkthrough);
/// Lines as wide as a terminal, each behind @p margin.
[[nodiscard]] std::string wrapped(const std::string &text, const std::string &margin);

}
