// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "gui/runs.h"

namespace Freezeframe
{

class AddressNames;
class MemoryPages;
class MemoryView;

/// What the current byte of a view is, in words: where it lies, where it comes from, where it points; how much is
/// selected. Asks @p names for what it lacks.
[[nodiscard]] Runs memoryStatus(const MemoryView &view, const MemoryPages &pages, AddressNames *names);

}
