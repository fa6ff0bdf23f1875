// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/inflight.h"
#include "backend/answers/snapshot.h"
#include "backend/eval/evaluator.h"
#include "backend/eval/knownfields.h"
#include "backend/heap/heapspans.h"
#include "backend/inflight/moment.h"
#include "backend/inflight/secretmask.h"

#include <functional>
#include <stop_token>
#include <unordered_map>

namespace Freezeframe
{

/// What is told from. Borrowed; analysis thread only.
struct InFlightSources {
    const GoRuntime &runtime;
    const Unwinder &unwinder;
    const GoroutineTable &table;
    const GoroutineStacks &stacks; ///< of all rows
    Evaluator &evaluator;
    std::shared_ptr<const HeapSpans> spans; ///< of Go's heap; null if it can't be told where that is
    std::function<std::vector<uint64_t>(Address)> waitersOf; ///< ids of goroutines that wait for a channel
    SecretMask &mask;
    std::function<void()> pause; ///< called between pieces of the work; may be null
    std::stop_token stop;

    [[nodiscard]] const KnownFields &fields() const { return evaluator.knownFields(); }
    [[nodiscard]] Moment moment() const { return Moment(runtime); }
    /// Rows whose stack runs any of these functions, ascending; not those of the runtime itself.
    [[nodiscard]] std::vector<uint32_t> rowsIn(std::span<const std::string_view> functions) const;
    /// The struct of a type at a place, if the program has the type and the place looks like one: begins an object of the
    /// heap that is large enough. Nothing otherwise.
    [[nodiscard]] std::optional<Value> objectAt(Address address, std::string_view type) const;
    /// "main.worker at worker.go:31", where a goroutine stands; empty if unknown.
    [[nodiscard]] std::string placeOf(uint32_t row) const;
    /// Who it is: goroutine, place, labels, and how long it waits.
    void describeGoroutine(InFlightItem &item, uint32_t row) const;
    /// The row of the goroutine whose g is there.
    [[nodiscard]] std::optional<uint32_t> rowAt(Address g) const;
    /// What stands in between: calls pause. True once it is to stop.
    [[nodiscard]] bool isStopped() const;

    mutable std::unordered_map<Address, uint32_t> rows = {}; ///< by g, once asked for
};

/// Adds a fact unless its text is empty.
void addFact(InFlightItem &item, std::string_view key, std::string text);
/// Adds an item, or counts it if there are too many.
void addItem(InFlight::Section &section, InFlightItem item);

}
