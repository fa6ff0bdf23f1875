// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/live/corewait.h"

#include <QString>

namespace Freezeframe
{

/// What became of a core that was waited for, with all places where it was looked for: each is named once.
[[nodiscard]] QString coreWaitText(const CoreWaitResult &result);

}
