// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/unwind/machinecode.h"

#include <array>

namespace Freezeframe
{

/// How the frame of an x86-64 function lies at one place of its code. Distances count down from the word that has the
/// return address. A value type.
struct CodeFrame {
    static constexpr std::array preserved = {3, 6, 12, 13, 14, 15}; ///< System V AMD64 ABI 3.2.1; DWARF numbers
    enum class Keeps : uint8_t { Register, Slot, Nowhere }; ///< where the caller's value is

    std::optional<int64_t> stackPointer = 0; ///< nullopt: moved by what only the run knows
    std::optional<int64_t> framePointer; ///< nullopt: rbp points to nothing in this frame
    std::array<Keeps, preserved.size()> keeps{};
    std::array<int64_t, preserved.size()> slots{}; ///< distances, where it is kept in a Slot
    bool operator==(const CodeFrame &) const = default;
};

/// Follows the code of C functions that no unwind table describes, from their entry over all branches to a place. Says
/// only what is the same on all ways. One thread; the code outlives it.
class CodeFrames
{
public:
    explicit CodeFrames(MachineCode &code)
        : m_code(code)
    {
    }

    /// Where the ways may lead: @ref end null if it is not known where the function ends.
    struct Start {
        Address entry;
        Address end;
    };
    /// The frame at @p pc, before the instruction there, or behind the call that returns to it (@p afterCall).
    /// Nullopt if no way leads there.
    [[nodiscard]] std::optional<CodeFrame> at(const Start &start, Address pc, bool afterCall);
    /// Whether the last at() came to a jump whose target only the run knows.
    [[nodiscard]] bool hasUnknownJump() const { return m_hasUnknownJump; }

private:
    struct Way;
    void pass(Way &way, Address from);

    MachineCode &m_code;
    bool m_hasUnknownJump = false;
};

}
