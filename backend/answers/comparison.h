// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/finding.h"

#include <cstdint>
#include <string>
#include <vector>

// Plain immutable values, shared as std::shared_ptr<const …>. Any thread.

namespace Freezeframe
{

/// What differs between two cores of one program, the first of which is the older or the healthy one. Text from the cores
/// is as found.
struct Comparison {
    /// Goroutines of one stack and state.
    struct Group {
        std::string title; ///< "chan receive in main.worker at worker.go:31"
        uint64_t before = 0, after = 0;
        std::vector<uint64_t> goroutines; ///< ids, some: of the second core, or of the first if the second has none
    };
    struct Variable {
        std::string name, type;
        std::string before, after; ///< without addresses, which differ anyway
    };
    /// A function's own allocations that are in use.
    struct Heap {
        std::string function;
        int64_t bytesBefore = 0, bytesAfter = 0;
        int64_t objectsBefore = 0, objectsAfter = 0;
    };
    struct Finding {
        std::string title, id;
        std::vector<uint64_t> goroutines; ///< of the core that has it
    };
    bool isSameBuild = false;
    uint64_t goroutinesBefore = 0, goroutinesAfter = 0;
    std::vector<Group> groups; ///< that are not as large as before, the greatest difference first
    uint64_t sameGroups = 0;
    std::vector<Variable> variables; ///< that differ, the main module's first
    uint64_t sameVariables = 0;
    std::vector<Finding> newFindings, goneFindings;
    std::vector<Heap> heap; ///< the greatest difference first
    std::vector<std::string> notes; ///< sentences: other builds, what can't be compared
};

}
