// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace Freezeframe
{

/// What stands in the bytes of an x86-64 instruction before its operands, where a decoder's answer does not tell it:
/// prefixes, how it is encoded, in which table of opcodes. Reads no further than the bytes. A value type.
/// Source: Intel's manual, volume 2, chapter 2.
class InstructionParts
{
public:
    explicit InstructionParts(std::span<const uint8_t> bytes);

    enum class Encoding { Legacy, Vex, Evex };
    enum class Table { OneByte, Of0F, Of0F38, Of0F3A };
    /// What is part of the opcode, else a prefix like others.
    enum class Mandatory { None, P66, PF3, PF2 };
    Encoding encoding = Encoding::Legacy;
    Table table = Table::OneByte;
    Mandatory mandatory = Mandatory::None;
    uint8_t opcode = 0;
    uint8_t repeat = 0; ///< 0xf2 or 0xf3, the last of them
    uint8_t other = 0; ///< the last prefix that is neither that nor changes a size
    bool isWide = false; ///< REX.W, VEX.W
    bool hasSmallOperands = false; ///< 0x66
    int vectorLength = 0; ///< 0: 128 bits, 1: 256, 2: 512; VEX and EVEX
    bool isBroadcast = false; ///< EVEX.b, which also stands for rounding if there is no memory operand
    bool isZeroing = false; ///< EVEX.z

    /// Bits of the operands of an instruction of general registers.
    [[nodiscard]] int operandSize() const { return isWide ? 64 : hasSmallOperands ? 16 : 32; }
    /// A comparison of vectors: its last byte says which one.
    [[nodiscard]] bool isComparison() const;

private:
    void readPrefix(uint8_t byte);
    void readLegacy(std::span<const uint8_t> bytes);
    void readVector(std::span<const uint8_t> bytes);
};

}
