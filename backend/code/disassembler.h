// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/snapshot.h"
#include "backend/code/goassembly.h"

#include <functional>

namespace Freezeframe
{

/// What is known of addresses in code.
struct CodeNames {
    std::function<SourceLocation(Address)> place; ///< function and line, empty parts where unknown
    SymbolFinder symbol; ///< for Go's flavour; may be null
};

/// Decodes @p code, loaded at @p start, with Capstone. Bytes that are no instruction come as ".byte 0x…", Go's flavour
/// as "BYTE $0x…", and decoding goes on. @p current marks its line. Stateless; any thread.
[[nodiscard]] Result<std::vector<DisassemblyLine>> disassembleCode(Architecture architecture,
                                                                   std::span<const std::byte> code, Address start,
                                                                   Address current, const CodeNames &names,
                                                                   DisassemblyFlavor flavor = DisassemblyFlavor::Gnu);

/// What an instruction does to the flow of control. A value type.
struct CodeStep {
    enum class Flow : uint8_t {
        Next, ///< goes on behind it, calls too
        Branch, ///< there, or to the target
        Jump, ///< to the target; unknown if there is none
        End, ///< returns, traps, or is no instruction
    };
    Address address;
    Address next; ///< behind it
    Flow flow = Flow::Next;
    bool isCall = false;
    bool isAtomic = false; ///< x86-64: has a LOCK prefix
    std::optional<Address> target; ///< of a direct call, branch or jump
    std::optional<Address> operand; ///< memory that it names relative to itself: package variables
};

/// The instructions of @p code in order of address. Empty where Capstone can't decode the architecture.
[[nodiscard]] std::vector<CodeStep> codeSteps(Architecture architecture, std::span<const std::byte> code,
                                              Address start);

/// Targets of direct calls in @p code, in order.
[[nodiscard]] std::vector<Address> callTargets(Architecture architecture, std::span<const std::byte> code,
                                               Address start);

}
