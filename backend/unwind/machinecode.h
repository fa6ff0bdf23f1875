// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/target/memory.h"

#include <cstdint>
#include <memory>
#include <optional>

namespace Freezeframe
{

/// An operand of an x86-64 instruction; registers by DWARF number (backend/elf/registers.h), -1 for none. A value type.
struct MachineOperand {
    enum class Kind : uint8_t { None, Register, Vector, Immediate, Memory };
    Kind kind = Kind::None;
    uint8_t size = 0; ///< bytes
    bool isHighByte = false; ///< ah, bh, ch, dh
    bool isElsewhere = false; ///< memory in another segment: thread-local
    int8_t number = -1; ///< of the register, or the base of an address
    int8_t index = -1;
    uint8_t scale = 1;
    int64_t value = 0; ///< immediate, or displacement: of what is relative to the instruction the whole address
    bool operator==(const MachineOperand &) const = default;
};

/// What one x86-64 instruction does, as far as following code needs it. A value type.
struct MachineInstruction {
    enum class Operation : uint8_t {
        Other, ///< changes the registers in @ref written, the flags, and its destination, to something unknown
        Nothing,
        Move, ///< source to destination; a smaller source is extended with zeros
        MoveSigned,
        Address, ///< the source's address to the destination
        Add,
        Subtract,
        And,
        Xor,
        Compare,
        Test,
        Push,
        Pop,
        Leave,
        Call,
        Jump,
        Branch,
        Return,
        End, ///< traps, or is no instruction
    };
    Address address;
    Address next; ///< behind it
    Operation operation = Operation::End;
    uint8_t condition = 0; ///< of a Branch: the low four bits of its opcode
    bool isAtomic = false; ///< has a LOCK prefix
    MachineOperand destination, source; ///< of Call, Jump, Branch, Push: source
    uint32_t written = 0; ///< general registers that it may change, a bit for each DWARF number
    uint16_t writtenVectors = 0; ///< vector registers, a bit for each of the first sixteen
    uint8_t vectorBytes
        = 0; ///< of a Move to or from a vector register: what it moves, the rest of the register is zeroed
    bool writesDestination = false; ///< a destination in memory is more than read
    bool writesSource = false; ///< so is a source in memory
    bool isRepeated = false; ///< has a REP prefix: its memory operands are the first of many
    /// Where a direct Call, Jump or Branch leads to.
    [[nodiscard]] std::optional<Address> target() const;
};

/// Decodes x86-64 code out of a target's memory, each place once. One thread; the memory outlives it.
class MachineCode
{
public:
    explicit MachineCode(const Memory &memory);
    ~MachineCode();
    /// What stands at @p pc: End if that can't be read or is no instruction. Valid as long as this is.
    [[nodiscard]] const MachineInstruction &at(Address pc);
    /// Reads the bytes of @p code once for all instructions in it; false if they can't be read.
    bool preload(AddressRange code);

private:
    struct Data;
    std::unique_ptr<Data> d;
};

}
