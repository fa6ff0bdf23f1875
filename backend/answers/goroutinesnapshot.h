// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/go/goroutines.h"
#include "backend/go/gosymbols.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

// Plain immutable values, shared as std::shared_ptr<const …>. Any thread.

namespace Freezeframe
{

/// Identical stacks and the locations of each goroutine, by row of the GoroutineTable.
struct GoroutineStacks {
    static constexpr uint32_t unknown = 0xffffffff;
    static constexpr size_t depth = 256; ///< frames that tell stacks apart at first
    static constexpr size_t deepest = 10'000; ///< frames of a stack that are known in the end
    struct Unique {
        SourceLocation user; ///< first frame that is not the runtime's
        SourceLocation caller; ///< the user frame above it, if any
        SourceLocation current; ///< innermost frame
        Address userPc, currentPc; ///< of those frames
        std::vector<std::string> functions; ///< all, innermost first, for filters
        std::vector<int> lines; ///< of the same frames; 0 if unknown
        bool isCut = false; ///< there are more frames
        uint32_t goroutines = 0;
        bool fromSavedPcs = false; ///< all its goroutines wait, and their return addresses alone tell the frames
    };
    using Labels = std::vector<std::pair<std::string, std::string>>;
    std::vector<Unique> stacks;
    std::vector<uint32_t> stackOf; ///< row → index into stacks, or unknown so far
    size_t done = 0; ///< rows read: fewer than all while it still goes on
    bool complete = false;
    std::vector<SourceLocation> startLocations;
    std::vector<uint32_t> startOf; ///< row → index into startLocations
    std::vector<SourceLocation> goStatements;
    std::vector<uint32_t> goStatementOf; ///< row → index into goStatements
    std::vector<Labels> labelSets;
    std::vector<uint32_t> labelSetOf; ///< row → index into labelSets (0: none)
    std::map<uint32_t, Error> errors; ///< rows whose stack can't be read

    // Of a row of the table; null if it is not known (so far).
    [[nodiscard]] const Unique *stackAt(uint32_t row) const { return at(stacks, stackOf, row); }
    [[nodiscard]] const SourceLocation *startAt(uint32_t row) const { return at(startLocations, startOf, row); }
    [[nodiscard]] const SourceLocation *goStatementAt(uint32_t row) const
    {
        return at(goStatements, goStatementOf, row);
    }
    [[nodiscard]] const Labels *labelsAt(uint32_t row) const { return at(labelSets, labelSetOf, row); }

private:
    template<class T>
    [[nodiscard]] static const T *at(const std::vector<T> &all, const std::vector<uint32_t> &indexOf, uint32_t row)
    {
        return row < indexOf.size() && indexOf[row] < all.size() ? &all[indexOf[row]] : nullptr;
    }
};

/// What an expression is in each goroutine, by row of the GoroutineTable.
struct GoroutineValues {
    std::string expression;
    std::vector<std::string> texts; ///< one line each, or nothing
    std::vector<uint8_t> hasValue;
    std::vector<uint32_t> ranks; ///< the same for the same text, ascending as people order values (valueorder.h)
    size_t count = 0; ///< that have a value
    std::optional<Error> error; ///< of the last that has none
};

/// All that the goroutine list needs.
struct GoroutineSnapshot {
    std::shared_ptr<const GoroutineTable> table;
    std::shared_ptr<const GoroutineStacks> stacks; ///< null until read
    std::optional<uint64_t> crashed; ///< goroutine id
    std::shared_ptr<const GoroutineValues> values = {}; ///< null: nobody asked for one
};

}
