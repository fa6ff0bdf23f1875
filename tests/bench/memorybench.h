// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace Freezeframe
{

/// A search of 1 GB of a core for a pointer, the opening of the core included, against gdb's. Writes the core first.
/// @p scripts: folder for what the console is told. False if ours failed.
[[nodiscard]] bool benchMemory(const QString &scripts, int runs);

}
