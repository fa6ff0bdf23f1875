// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/elf/filesearch.h"

#include <iosfwd>
#include <stop_token>

namespace Freezeframe
{

/// Asks the servers of $DEBUGINFOD_URLS for debug information, as --debuginfod wants it, and tells how far it is where
/// standard error is a terminal. What makes it impossible is written to @p errors once. @p stop ends it: the rest of the
/// command goes on without what is missing.
[[nodiscard]] DebugFetch fetchFromServers(std::ostream &errors, std::stop_token stop);

}
