// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/eval/entrywords.h"
#include "backend/eval/scope.h"
#include "backend/go/pointermaps.h"

#include <map>
#include <span>

namespace Freezeframe
{

/// One frame with the debug information of its function.
struct Scope::Place {
    const Frame *frame = nullptr;
    DwarfModule *module = nullptr;
    const DwarfFunction *function = nullptr;
    uint64_t inlinedDie = 0;
    uint64_t linkedPc = 0;
    LocationContext context;
    std::optional<Address> dictionary; ///< of a generic function's types
    std::optional<Address> closure; ///< the closure that runs
    const Stack *stack = nullptr;
    size_t index = 0; ///< of @ref frame
    std::shared_ptr<EntryWords> words; ///< what the frames of the stack were called with; null if that can't be told
    std::optional<EntryWord> closureWord; ///< where @ref closure is from, if the debug information has lost it
    /// By DIE: where variables are when the call that the frame waits for has returned.
    std::map<uint64_t, std::span<const std::byte>> afterCall;
    std::optional<PointerMaps> pointers; ///< which are still used, of a frame that waits for a call
    bool frameNotSetUp = false; ///< in the first instructions: locals have no place yet
    bool argumentsNotStored = false; ///< and arguments may still be in registers
};

/// The pieces of a variable in the order of its bytes, without a gap.
struct Scope::Arranged {
    std::vector<LocationPiece> pieces;
    bool isStale = false; ///< something else may have been written to one of them
};

}
