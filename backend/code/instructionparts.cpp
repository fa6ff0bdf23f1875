// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/code/instructionparts.h"

namespace Freezeframe
{

namespace
{

bool isPrefix(uint8_t byte)
{
    switch (byte) {
    case 0x26: // segments: ES, CS, SS, DS, FS, GS
    case 0x2e:
    case 0x36:
    case 0x3e:
    case 0x64:
    case 0x65:
    case 0x66: // size of operands, of addresses
    case 0x67:
    case 0xf0: // LOCK, REPNE, REP
    case 0xf2:
    case 0xf3: return true;
    default: return false;
    }
}

}

InstructionParts::InstructionParts(std::span<const uint8_t> bytes)
{
    while (!bytes.empty() && isPrefix(bytes.front())) {
        readPrefix(bytes.front());
        bytes = bytes.subspan(1);
    }
    if (bytes.empty())
        return;
    const uint8_t first = bytes.front();
    // In 64-bit code these three are always of that kind.
    const size_t length = first == 0xc5 ? 2 : first == 0xc4 ? 3 : first == 0x62 ? 4 : 0;
    if (length != 0 && bytes.size() > length)
        readVector(bytes);
    else
        readLegacy(bytes);
}

void InstructionParts::readPrefix(uint8_t byte)
{
    if (byte == 0xf2 || byte == 0xf3)
        repeat = byte;
    else if (byte == 0x66)
        hasSmallOperands = true;
    else if (byte != 0x67)
        other = byte;
}

void InstructionParts::readLegacy(std::span<const uint8_t> bytes)
{
    if ((bytes.front() & 0xf0) == 0x40) { // REX
        isWide = bytes.front() & 8;
        bytes = bytes.subspan(1);
    }
    const auto take = [&bytes] {
        if (bytes.empty())
            return uint8_t(0);
        const uint8_t byte = bytes.front();
        bytes = bytes.subspan(1);
        return byte;
    };
    opcode = take();
    if (opcode != 0x0f)
        return;
    mandatory = repeat == 0xf3 ? Mandatory::PF3
        : repeat == 0xf2       ? Mandatory::PF2
        : hasSmallOperands     ? Mandatory::P66
                               : Mandatory::None;
    table = Table::Of0F;
    opcode = take();
    if (opcode != 0x38 && opcode != 0x3a)
        return;
    table = opcode == 0x38 ? Table::Of0F38 : Table::Of0F3A;
    opcode = take();
}

void InstructionParts::readVector(std::span<const uint8_t> bytes)
{
    const bool isShort = bytes[0] == 0xc5;
    const bool isEvex = bytes[0] == 0x62;
    encoding = isEvex ? Encoding::Evex : Encoding::Vex;
    const uint8_t tableBits = isShort ? uint8_t(1) : uint8_t(bytes[1] & (isEvex ? 7 : 31));
    table = tableBits == 1 ? Table::Of0F
        : tableBits == 2   ? Table::Of0F38
        : tableBits == 3   ? Table::Of0F3A
                           : Table::OneByte;
    const uint8_t rest = bytes[isShort ? 1 : 2];
    constexpr Mandatory prefixes[] = {Mandatory::None, Mandatory::P66, Mandatory::PF3, Mandatory::PF2};
    mandatory = prefixes[rest & 3];
    isWide = !isShort && (rest & 0x80);
    vectorLength = rest >> 2 & 1;
    if (isEvex) {
        vectorLength = bytes[3] >> 5 & 3;
        isBroadcast = bytes[3] & 0x10;
        isZeroing = bytes[3] & 0x80;
    }
    opcode = bytes[isShort ? 2 : isEvex ? 4 : 3];
}

bool InstructionParts::isComparison() const
{
    if (table == Table::Of0F)
        return opcode == 0xc2;
    return encoding == Encoding::Evex && table == Table::Of0F3A
        && (opcode == 0x1e || opcode == 0x1f || opcode == 0x3e || opcode == 0x3f);
}

}
