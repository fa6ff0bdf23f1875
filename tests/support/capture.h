// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "tests/support/victim.h"

namespace Freezeframe
{

/// Runs @p executable in @p folder until it is dead and leaves core, stdout, stderr and note there.
[[nodiscard]] std::expected<void, QString> captureDeath(const VictimRequest &request, const QString &executable,
                                                        const QString &folder);

}
