// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/analysis/goroutinefilter.h"
#include "backend/analysis/namefilter.h"
#include "backend/answers/goroutinesnapshot.h"

namespace Freezeframe
{

/// A filter made ready for one snapshot: texts are compared once for each different stack, place, reason and set of
/// labels, a row costs a few array reads. Immutable; any thread.
class GoroutineMatcher
{
public:
    /// Without its stacks nothing that needs them matches.
    GoroutineMatcher(const GoroutineFilter &filter, const GoroutineSnapshot &snapshot);
    [[nodiscard]] bool matches(uint32_t row) const { return holds(m_root, row); }

private:
    struct Compiled {
        GoroutineFilter::Node::Kind kind = GoroutineFilter::Node::Kind::All;
        bool isNegated = false;
        std::vector<Compiled> parts;
        GoroutineFilter::Field field = GoroutineFilter::Field::Text;
        int comparison = 0;
        int64_t nanoseconds = 0;
        std::vector<bool> stacks; ///< by index of unique stack
        std::vector<bool> reasons; ///< by wait reason
        std::vector<bool> states; ///< by status byte
        std::vector<bool> labels; ///< by label set
        std::vector<bool> starts; ///< by start location
        std::vector<bool> statements; ///< by go statement
        std::vector<bool> values; ///< by row
        std::optional<uint64_t> number;
        std::string digits; ///< of ids
        std::optional<NameFilter> expression; ///< the same
    };
    [[nodiscard]] Compiled compile(const GoroutineFilter::Node &node) const;
    void compileTerm(Compiled &compiled, const GoroutineFilter::Term &term) const;
    void compileStacks(Compiled &compiled, const NameFilter &pattern) const;
    void compileStates(Compiled &compiled, const NameFilter &pattern) const;
    void compileValues(Compiled &compiled, const GoroutineFilter::Term &term, const NameFilter &pattern) const;
    void compileLabels(Compiled &compiled, const GoroutineFilter::Term &term, const NameFilter &pattern) const;

    [[nodiscard]] bool holds(const Compiled &compiled, uint32_t row) const;
    [[nodiscard]] bool termHolds(const Compiled &compiled, uint32_t row) const;
    [[nodiscard]] bool stateHolds(const Compiled &compiled, uint32_t row) const;
    [[nodiscard]] bool placeHolds(const Compiled &compiled, uint32_t row) const;

    GoroutineSnapshot m_snapshot;
    Compiled m_root;
};

}
