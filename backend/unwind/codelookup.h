// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/go/gosymbols.h"

#include <array>
#include <optional>
#include <vector>

namespace Freezeframe
{

/// What pclntab tells about one pc, unfolded once: deep recursion asks for the same few pcs again and again.
/// Belongs to one walk; one thread.
class CodeLookup
{
public:
    explicit CodeLookup(const GoSymbols *symbols)
        : m_symbols(symbols)
    {
    }

    struct Code {
        Address pc;
        bool exact = false;
        GoSymbols::Match match;
        std::optional<int32_t> frameSize; ///< in bytes, as at @ref pc
        std::vector<GoInlinedFrame> frames; ///< as at the looked up pc, innermost first
        Address lookupPc; ///< of the line: @ref pc, or one less for a return address
    };
    /// Null if @p pc is not in a Go function. Valid until the next call of at().
    [[nodiscard]] const Code *at(Address pc, bool exact);
    /// The same for a look aside, valid until the next call of beside(): what at() gave stays valid.
    [[nodiscard]] const Code *beside(Address pc, bool exact);
    [[nodiscard]] bool isCode(Address pc) const;

private:
    static constexpr size_t slotCount = 64;

    [[nodiscard]] static size_t slotOf(Address pc) { return (pc.value ^ (pc.value >> 6)) % slotCount; }
    [[nodiscard]] const Code *fill(Code &code, Address pc, bool exact) const;

    const GoSymbols *m_symbols;
    std::array<Code, slotCount> m_codes;
    Code m_beside;
};

}
