// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "gui/runs.h"

namespace Freezeframe
{

/// @p run in pieces, so that the letters at @p matched stand out; they count from @p offset letters before the run.
[[nodiscard]] Runs matchedRuns(const Run &run, const QList<int> &matched, int offset = 0);

}
