// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/address.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

struct cs_insn;
struct cs_x86_op;

namespace Freezeframe
{

class InstructionParts;

/// What the linker put at an address.
struct CodeSymbol {
    std::string name; ///< empty if unknown
    Address base; ///< where it starts
};

/// The symbol that contains an address.
using SymbolFinder = std::function<CodeSymbol(Address)>;

/// Spells x86-64 instructions as `go tool objdump` does, in the syntax of Go's assembler (Plan 9's): operands from the
/// source to the destination, the size as a suffix, the linker's names with (SB). Capstone decodes them, in Intel's
/// syntax and with details. One thread, and no longer than the Capstone handle.
class GoAssembly
{
public:
    GoAssembly(size_t capstone, SymbolFinder symbols);
    [[nodiscard]] std::string spell(const cs_insn &instruction) const;

private:
    using Operands = std::vector<std::string>;
    [[nodiscard]] std::string prefixText(const cs_insn &instruction, const InstructionParts &parts) const;
    [[nodiscard]] std::string name(const cs_insn &instruction, const InstructionParts &parts) const;
    [[nodiscard]] Operands operands(const cs_insn &instruction, const InstructionParts &parts) const;
    [[nodiscard]] Operands stringOperands(const cs_insn &instruction) const;
    [[nodiscard]] std::string operand(const cs_insn &instruction, const cs_x86_op &operand) const;
    [[nodiscard]] std::string memory(const cs_insn &instruction, const cs_x86_op &operand) const;
    [[nodiscard]] std::string registerName(unsigned id) const;
    [[nodiscard]] std::string target(Address address) const;
    [[nodiscard]] bool isRelative(const cs_insn &instruction) const;

    size_t m_capstone;
    SymbolFinder m_symbols;
};

}
