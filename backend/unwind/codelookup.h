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
    /// Null if @p pc is not in a Go function. Valid until the next call.
    [[nodiscard]] const Code *at(Address pc, bool exact);

private:
    static constexpr size_t slots = 64;

    const GoSymbols *m_symbols;
    std::array<Code, slots> m_codes;
};

}
