// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/eval/codeflows.h"
#include "backend/eval/functioninputs.h"
#include "backend/go/pointermaps.h"
#include "backend/unwind/unwinder.h"

#include <functional>
#include <set>

namespace Freezeframe
{

/// A word that a frame was called with, and where it is still told.
struct EntryWord {
    uint64_t value = 0;
    bool isKept = false; ///< somebody still uses it as a pointer, or it points to what is never freed
    bool isFromMemory = false; ///< read from memory that may have changed since the call
    size_t holder = 0; ///< index of the frame whose place tells it
    enum class Source : uint8_t { Slot, Register, Constant, StackAddress, Memory };
    Source source = Source::Slot;
    int64_t offset = 0; ///< of a slot, from the holder's CFA; else the address in memory
};

/// What the frames of one stack were called with, told from the code: backwards from the call in the caller, and forwards
/// from the entry to copies that nobody has overwritten. A refusal is always right. Lives during one question.
class EntryWords
{
public:
    struct Sources {
        const Target &target;
        const GoSymbols &symbols;
        CodeFlows &flows;
        /// What the function of a frame takes; null if that can't be told.
        std::function<const FunctionInputs *(const Frame &)> inputs;
    };
    EntryWords(Sources sources, const Stack &stack)
        : m_sources(std::move(sources))
        , m_stack(stack)
    {
    }

    /// The @p size bytes that were at @p place when the function of frames[index] began; the frame is not inlined.
    [[nodiscard]] std::optional<EntryWord> at(size_t index, FlowPlace place, unsigned size);
    /// How a person is told where that comes from, as seen from frames[index].
    [[nodiscard]] std::string reason(const EntryWord &word, size_t index) const;

private:
    /// A frame with what is known of its code where it stands.
    struct Standing {
        CodeFlow *flow = nullptr;
        std::optional<CodeFlow::Moment> moment;
        std::optional<PointerMaps> pointers;
        uint32_t argumentBytes = 0;
        bool isExact = false; ///< it does not wait for a call
        std::optional<size_t> callee; ///< the frame that it calls, if that is proven
        bool isCalleeProven = false; ///< the call leads right to that function
    };
    [[nodiscard]] Standing *standing(size_t index);
    void findCallee(size_t index, Standing &standing);
    [[nodiscard]] std::optional<size_t> caller(size_t index) const;
    [[nodiscard]] std::optional<size_t> called(size_t index) const;

    using Id = FlowValues::Id;
    [[nodiscard]] std::optional<EntryWord> fromCaller(size_t index, FlowPlace place, unsigned size, unsigned depth);
    [[nodiscard]] std::optional<EntryWord> fromCopies(size_t index, FlowPlace place, unsigned size, unsigned depth);
    [[nodiscard]] std::optional<EntryWord> held(size_t index, Id id, unsigned size, unsigned depth);
    [[nodiscard]] std::optional<EntryWord> passedOn(size_t index, Id id, unsigned size, unsigned depth);
    [[nodiscard]] std::optional<EntryWord> resolved(size_t index, Id id, unsigned size, unsigned depth);
    [[nodiscard]] std::optional<EntryWord> loaded(size_t index, const FlowValue &value, unsigned size, unsigned depth);
    [[nodiscard]] std::optional<EntryWord> slotWord(size_t index, int64_t offset, unsigned size) const;
    [[nodiscard]] bool isReadOnly(Address address) const;
    [[nodiscard]] bool isStatic(Address address) const;

    Sources m_sources;
    const Stack &m_stack;
    std::map<size_t, Standing> m_standing;
    std::set<size_t> m_open; ///< frames whose callee is being looked for
    unsigned m_work = 0;
};

}
