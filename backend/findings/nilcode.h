// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/go/gosymbols.h"
#include "backend/unwind/machinecode.h"

namespace Freezeframe
{

/// What x86-64 code says of the address that it could not read. One thread; memory and symbols outlive it.
class NilCode
{
public:
    NilCode(const Memory &memory, const GoSymbols &symbols)
        : m_symbols(symbols)
        , m_machine(memory)
    {
    }

    /// Where the register that was nil had its value from.
    struct Origin {
        enum class Kind {
            Unknown,
            Argument, ///< it was one when the function was entered
            Loaded, ///< from memory, @ref number bytes behind what another register pointed to
            Result, ///< of the call of @ref function
        };
        Kind kind = Kind::Unknown;
        int64_t number = 0; ///< the argument register, counted from 0, or bytes
        std::string function;
    };
    /// Of the instruction at @p pc, in the function that begins at @p entry. Unknown where ways join.
    [[nodiscard]] Origin origin(Address entry, Address pc);
    /// Whether the instruction only asks whether there is memory, and so reads the beginning of what is used.
    [[nodiscard]] bool isCheck(Address pc);

private:
    const GoSymbols &m_symbols;
    MachineCode m_machine;
};

}
