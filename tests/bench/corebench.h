// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "tests/bench/race.h"
#include "tests/support/victim.h"

namespace Freezeframe
{

struct CoreBenchOptions {
    GoToolchain go;
    int goroutines = 100'000;
    int packages = 53; ///< of the large program; with this many and
    int functions = 620; ///< this many functions in each, an executable of some 80 MB
    int runs = 3;
    bool million = false; ///< a million goroutines, too: its core alone takes minutes
    QString scripts; ///< folder for what Delve's terminal is told
};

/// Reading cores: the list of goroutines, all stacks, and why a large program crashed, against Delve and gdb.
/// Prepares the cores of each race right before it. False if one of ours failed; a victim that can't be made is said.
[[nodiscard]] bool benchCores(const CoreBenchOptions &options);

}
