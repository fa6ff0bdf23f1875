// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/lesson/walkthrough.h"

namespace Freezeframe
{

/// The whole lesson as one page for a browser or a printer, with its pictures in it; nothing else is loaded. What was done
/// is marked, with what happened.
[[nodiscard]] std::string lessonHtml(const Walkthrough &walkthrough);

}
