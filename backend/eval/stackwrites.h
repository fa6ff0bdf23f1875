// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/go/gosymbols.h"

#include <functional>
#include <span>

namespace Freezeframe
{

/// Which instructions of a Go function write to the slots of its frame. Go's location lists go on to name a slot after
/// the compiler has put something else there (Go cmd/compile/internal/ssa/debug.go: processValue, OpStoreReg), so what
/// stands in it is only known from the code. x86-64; immutable, any thread.
class StackWrites
{
public:
    /// Nullopt where the code can't be read or followed.
    [[nodiscard]] static std::optional<StackWrites> of(const Target &target, const GoSymbols::Match &match);

    /// What is asked for: a slot of the frame, and whose value it shall hold.
    struct Slot {
        int64_t offset = 0; ///< from the CFA
        uint64_t size = 0;
        /// Whether the value is in the register with that DWARF number when the instruction at the loaded address runs.
        std::function<bool(Address, int)> isIn;
        bool mayChange = false; ///< the source assigns it again: what is computed from the slot may be its next value
    };
    /// Whether all ways to the instruction that covers the loaded @p pc store that value into the slot, and nothing
    /// else after it. What lies above the CFA may also have come from the caller.
    [[nodiscard]] bool holdsAt(Address pc, const Slot &slot) const;

private:
    friend class StackWritesBuilder;
    StackWrites() = default;

    /// One instruction. Registers are DWARF numbers, -1 for none and others.
    struct Step {
        enum class Makes : uint8_t { Nothing, Copy, Sum, Load, Other };
        Address address;
        Makes makes = Makes::Nothing; ///< of @ref result
        int result = -1; ///< the register that it writes
        int source = -1; ///< the register that it copies, adds to, or stores
        std::optional<int64_t> loads; ///< the slot that it reads, from the CFA
        std::optional<int64_t> writes; ///< the slot that it writes
        uint64_t written = 0; ///< bytes
        bool isCall = false;
    };
    [[nodiscard]] std::optional<size_t> indexOf(Address pc) const;
    [[nodiscard]] std::span<const uint32_t> before(size_t step) const;
    [[nodiscard]] bool storesValue(size_t step, const Slot &slot) const;

    std::vector<Step> m_steps; ///< by address
    std::vector<uint32_t> m_before; ///< steps that control comes from, those of one step together
    std::vector<uint32_t> m_beforeBegin; ///< by step, and the end
    std::optional<size_t> m_recovery; ///< where the runtime goes on after a recovered panic: the call of deferreturn
    Address m_end;
};

}
