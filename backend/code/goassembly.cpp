// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/code/goassembly.h"

#include "backend/base/text.h"
#include "backend/code/instructionparts.h"

#include <capstone/capstone.h>

#include <algorithm>
#include <array>

namespace Freezeframe
{

namespace
{

using Encoding = InstructionParts::Encoding;
using Table = InstructionParts::Table;
using Mandatory = InstructionParts::Mandatory;

std::string upper(std::string_view text)
{
    std::string result(text);
    std::ranges::transform(result, result.begin(), [](char c) { return c >= 'a' && c <= 'z' ? char(c - 32) : c; });
    return result;
}

/// "-0x8", "0x10".
std::string signedHex(int64_t value)
{
    return value < 0 ? "-" + hex(-uint64_t(value)) : hex(uint64_t(value));
}

std::span<const cs_x86_op> operandsOf(const cs_insn &instruction)
{
    return std::span(instruction.detail->x86.operands).first(instruction.detail->x86.op_count);
}

const cs_x86_op *memoryOperand(const cs_insn &instruction)
{
    const auto operands = operandsOf(instruction);
    const auto found = std::ranges::find(operands, X86_OP_MEM, &cs_x86_op::type);
    return found == operands.end() ? nullptr : &*found;
}

/// A general register of 64 bits.
bool hasWideRegister(const cs_insn &instruction)
{
    return std::ranges::any_of(operandsOf(instruction), [](const cs_x86_op &operand) {
        return operand.type == X86_OP_REG && operand.size == 8
            && ((operand.reg >= X86_REG_RAX && operand.reg <= X86_REG_RSP)
                || (operand.reg >= X86_REG_R8 && operand.reg <= X86_REG_R15));
    });
}

/// One that walks along SI and DI, which can't be chosen.
bool isStringOperation(const cs_insn &instruction, const InstructionParts &parts)
{
    if (parts.encoding != Encoding::Legacy || parts.table != Table::OneByte)
        return false;
    return (parts.opcode >= 0x6c && parts.opcode <= 0x6f) // INS, OUTS
        || (parts.opcode >= 0xa4 && parts.opcode <= 0xa7) // MOVS, CMPS
        || (parts.opcode >= 0xaa && parts.opcode <= 0xaf && instruction.detail->x86.op_count != 0); // STOS, LODS, SCAS
}

/// Of vectors: Capstone names each kind of comparison differently, or wrongly.
std::string comparisonName(const InstructionParts &parts)
{
    if (parts.table == Table::Of0F3A) {
        const bool isSmall = parts.opcode >= 0x3e;
        const bool isUnsigned = (parts.opcode & 1) == 0;
        return std::string("VPCMP") + (isUnsigned ? "U" : "")
            + (isSmall            ? parts.isWide ? "W" : "B"
                   : parts.isWide ? "Q"
                                  : "D");
    }
    const std::string name = parts.encoding == Encoding::Legacy ? "CMP" : "VCMP";
    switch (parts.mandatory) {
    case Mandatory::None: return name + "PS";
    case Mandatory::P66: return name + "PD";
    case Mandatory::PF3: return name + "SS";
    case Mandatory::PF2: return name + (parts.encoding == Encoding::Legacy ? "SD_XMM" : "SD");
    }
    return name;
}

/// The name without sizes.
std::string plainName(const cs_insn &instruction, const InstructionParts &parts, std::string_view known)
{
    if (parts.isComparison())
        return comparisonName(parts);
    switch (instruction.id) {
    case X86_INS_MOVABS: return "MOV";
    case X86_INS_MOVSD: return isStringOperation(instruction, parts) ? "MOVSD" : "MOVSD_XMM";
    case X86_INS_MOVD: return parts.encoding == Encoding::Legacy && parts.isWide ? "MOVQ" : "MOVD";
    case X86_INS_INT3: return "INT";
    case X86_INS_INT1: return "ICEBP";
    case X86_INS_WAIT: return "FWAIT";
    case X86_INS_RETF: return "LRET";
    case X86_INS_FADD: return parts.opcode == 0xde ? "FADDP" : "FADD";
    case X86_INS_FCOMPI: return "FCOMIP";
    case X86_INS_FUCOMPI: return "FUCOMIP";
    default: return upper(known);
    }
}

/// Names that say nothing of the operands' size: it comes as a suffix.
bool hasSizeSuffix(std::string_view name)
{
    static constexpr auto names = std::to_array<std::string_view>(
        {"ADC",    "ADD",     "AND",      "BSF",      "BSR",      "BT",       "BTC",       "BTR",       "BTS",
         "CMP",    "CMPXCHG", "CVTSD2SI", "CVTSI2SD", "CVTSI2SS", "CVTSS2SI", "CVTTSD2SI", "CVTTSS2SI", "DEC",
         "DIV",    "FLDENV",  "FRSTOR",   "IDIV",     "IMUL",     "IN",       "INC",       "LEA",       "MOV",
         "MOVNTI", "MUL",     "NEG",      "NOP",      "NOT",      "OR",       "OUT",       "POP",       "POPCNT",
         "PUSH",   "RCL",     "RCR",      "ROL",      "ROR",      "SAR",      "SBB",       "SHL",       "SHLD",
         "SHR",    "SHRD",    "SUB",      "TEST",     "XADD",     "XCHG",     "XOR"});
    return std::ranges::binary_search(names, name);
}

/// Of an instruction of general registers; the last letter of its name.
std::string_view sizeSuffix(const cs_insn &instruction, const InstructionParts &parts)
{
    int size = parts.operandSize();
    const auto operands = operandsOf(instruction);
    if (const cs_x86_op *memory = memoryOperand(instruction); memory && instruction.id != X86_INS_LEA)
        size = memory->size * 8;
    else if (operands.size() == 1 && hasWideRegister(instruction)) // PUSHQ AX needs no REX.W
        size = 64;
    switch (size) {
    case 8: return "B";
    case 16: return "W";
    case 32: return "L";
    case 64: return "Q";
    default: return "";
    }
}

/// Of what is encoded as a vector instruction, where the name alone leaves a size open.
std::string_view openSuffix(const cs_insn &instruction, const InstructionParts &parts, std::string_view name)
{
    constexpr std::string_view lengths[] = {"X", "Y", "Z", ""};
    const bool isShort = parts.encoding == Encoding::Vex;
    if (name == "VCVTPD2DQ" || name == "VFPCLASSPD" || name == "VFPCLASSPS"
        || (isShort && (name == "VCVTTPD2DQ" || name == "VCVTPD2PS")))
        return lengths[parts.vectorLength];
    if (name == "VCVTSI2SD" || name == "VCVTSI2SS") {
        const cs_x86_op *memory = memoryOperand(instruction);
        return hasWideRegister(instruction) || (memory && memory->size == 8) ? "Q" : "L";
    }
    constexpr auto generals = std::to_array<std::string_view>(
        {"ANDN", "BEXTR", "BLSI", "BLSMSK", "BLSR", "BZHI", "MULX", "PDEP", "PEXT", "RORX", "SARX", "SHLX", "SHRX"});
    if (std::ranges::binary_search(generals, name))
        return parts.isWide ? "Q" : "L";
    if (name == "VCVTTSD2SI" || name == "VCVTTSS2SI" || name == "VCVTSD2SI" || name == "VCVTSS2SI")
        return hasWideRegister(instruction) ? "Q" : "";
    return "";
}

/// What AVX-512 adds to a name: ".BCST", ".RN_SAE", ".Z".
std::string vectorSuffix(const cs_insn &instruction, const InstructionParts &parts)
{
    std::string text;
    const cs_x86 &detail = instruction.detail->x86;
    if (parts.isBroadcast && memoryOperand(instruction))
        text = ".BCST";
    switch (detail.avx_rm) {
    case X86_AVX_RM_RN: text += ".RN_SAE"; break;
    case X86_AVX_RM_RD: text += ".RD_SAE"; break;
    case X86_AVX_RM_RU: text += ".RU_SAE"; break;
    case X86_AVX_RM_RZ: text += ".RZ_SAE"; break;
    default: text += detail.avx_sae ? ".SAE" : "";
    }
    return text + (parts.isZeroing ? ".Z" : "");
}

std::string immediate(const cs_insn &instruction, const cs_x86_op &operand)
{
    const int64_t value = operand.imm;
    if (operand.size == 4)
        return "$" + signedHex(int32_t(value));
    if (operand.size == 2)
        return "$" + signedHex(int16_t(value));
    if (instruction.detail->x86.encoding.imm_size == 8 && int32_t(value) != value) // an address or a bit pattern
        return "$" + hex(uint64_t(value));
    return "$" + signedHex(value);
}

/// X0, which the opcode means without a place for it.
bool readsFirstVector(const cs_insn &instruction, const InstructionParts &parts)
{
    switch (instruction.id) {
    case X86_INS_BLENDVPD:
    case X86_INS_BLENDVPS:
    case X86_INS_PBLENDVB:
    case X86_INS_SHA256RNDS2: return parts.encoding == Encoding::Legacy;
    default: return false;
    }
}

}

GoAssembly::GoAssembly(size_t capstone, SymbolFinder symbols)
    : m_capstone(capstone)
    , m_symbols(std::move(symbols))
{
}

std::string GoAssembly::registerName(unsigned id) const
{
    const char *found = cs_reg_name(m_capstone, id);
    if (!found)
        return {};
    std::string_view name = found;
    if (name.starts_with("xmm") || name.starts_with("ymm") || name.starts_with("zmm"))
        return upper(name.substr(0, 1)) + std::string(name.substr(3));
    if (name.starts_with("st"))
        return "F" + (name.size() > 3 ? std::string(name.substr(3, 1)) : std::string("0"));
    if (name.starts_with("mm"))
        return "M" + std::string(name.substr(2));
    if (name[0] == 'r' && name.size() > 1 && name[1] >= '0' && name[1] <= '9') { // r8d
        while (name.back() == 'b' || name.back() == 'w' || name.back() == 'd')
            name.remove_suffix(1);
    } else if (name.size() == 3 && (name[0] == 'r' || name[0] == 'e')) {
        name.remove_prefix(1);
    } else if (name.size() == 3 && name[2] == 'l') { // sil
        name.remove_suffix(1);
    }
    return upper(name);
}

std::string GoAssembly::memory(const cs_insn &instruction, const cs_x86_op &operand) const
{
    const x86_op_mem &where = operand.mem;
    // Other segments mean nothing in 64-bit code.
    const bool isThread = where.segment == X86_REG_FS || where.segment == X86_REG_GS;
    if (where.base == X86_REG_RIP && !isThread && where.disp != 0) {
        const Address place{instruction.address + instruction.size + uint64_t(where.disp)};
        if (const CodeSymbol symbol = m_symbols(place); !symbol.name.empty()) {
            const uint64_t offset = place - symbol.base;
            return symbol.name + (offset == 0 ? "" : "+" + std::to_string(offset)) + "(SB)";
        }
    }
    std::string text = isThread ? registerName(where.segment) + ":" : std::string();
    text += where.disp == 0 ? "0" : signedHex(where.disp);
    if (where.base != X86_REG_INVALID)
        text += "(" + registerName(where.base) + ")";
    if (where.index != X86_REG_INVALID && where.index != X86_REG_RIZ && where.index != X86_REG_EIZ)
        text += "(" + registerName(where.index) + "*" + std::to_string(where.scale) + ")";
    return text;
}

std::string GoAssembly::operand(const cs_insn &instruction, const cs_x86_op &operand) const
{
    switch (operand.type) {
    case X86_OP_REG: return registerName(operand.reg);
    case X86_OP_IMM: return immediate(instruction, operand);
    case X86_OP_MEM: return memory(instruction, operand);
    default: return {};
    }
}

std::string GoAssembly::target(Address address) const
{
    // Inside of a function an address is easier to find than an offset.
    const CodeSymbol symbol = m_symbols(address);
    return !symbol.name.empty() && symbol.base == address ? symbol.name + "(SB)" : address.toString();
}

/// SI and DI with the segments that they are in, and what is read or written there.
GoAssembly::Operands GoAssembly::stringOperands(const cs_insn &instruction) const
{
    Operands result;
    for (const cs_x86_op &operand : operandsOf(instruction)) {
        if (operand.type != X86_OP_MEM) {
            result.push_back(registerName(operand.reg));
            continue;
        }
        const bool isDestination = operand.mem.base == X86_REG_RDI || operand.mem.base == X86_REG_EDI;
        const bool isThread = operand.mem.segment == X86_REG_FS || operand.mem.segment == X86_REG_GS;
        const std::string segment = isThread ? registerName(operand.mem.segment) : isDestination ? "ES" : "DS";
        result.push_back(segment + ":0(" + registerName(operand.mem.base) + ")");
    }
    std::ranges::reverse(result);
    return result;
}

bool GoAssembly::isRelative(const cs_insn &instruction) const
{
    const auto operands = operandsOf(instruction);
    if (operands.size() != 1 || operands[0].type != X86_OP_IMM)
        return false;
    const auto isIn = [this, &instruction](unsigned group) { return cs_insn_group(m_capstone, &instruction, group); };
    return isIn(CS_GRP_JUMP) || isIn(CS_GRP_CALL) || isIn(CS_GRP_BRANCH_RELATIVE);
}

GoAssembly::Operands GoAssembly::operands(const cs_insn &instruction, const InstructionParts &parts) const
{
    const auto known = operandsOf(instruction);
    if (isStringOperation(instruction, parts))
        return stringOperands(instruction);
    if (isRelative(instruction))
        return {target(Address{uint64_t(known[0].imm)})};
    if (instruction.id == X86_INS_INT3)
        return {"$0x3"};
    if (instruction.id == X86_INS_NOP && parts.table == Table::OneByte) // XCHG AX, AX
        return {};
    Operands result;
    for (const cs_x86_op &one : known)
        result.push_back(operand(instruction, one));
    if (parts.isComparison() && !known.empty() && known.back().type != X86_OP_IMM)
        result.push_back("$" + hex(instruction.bytes[instruction.size - 1]));
    if (readsFirstVector(instruction, parts))
        result.push_back(registerName(X86_REG_XMM0));
    // Comparisons are read from left to right: CMPQ SP, 0x10(R14); JLS.
    if (instruction.id != X86_INS_CMP)
        std::ranges::reverse(result);
    return result;
}

std::string GoAssembly::name(const cs_insn &instruction, const InstructionParts &parts) const
{
    std::string name = plainName(instruction, parts, cs_insn_name(m_capstone, instruction.id));
    if (hasSizeSuffix(name))
        return name + std::string(sizeSuffix(instruction, parts));
    if (parts.encoding == Encoding::Legacy)
        return name;
    name += openSuffix(instruction, parts, name);
    return parts.encoding == Encoding::Evex ? name + vectorSuffix(instruction, parts) : name;
}

std::string GoAssembly::prefixText(const cs_insn &instruction, const InstructionParts &parts) const
{
    std::string text;
    if (parts.repeat != 0 && parts.table == Table::OneByte && instruction.id != X86_INS_PAUSE)
        text = parts.repeat == 0xf3 ? "REP; " : "REPNE; ";
    const bool isBranch = isRelative(instruction) && instruction.id != X86_INS_JMP && instruction.id != X86_INS_CALL;
    const bool hasMemory = memoryOperand(instruction) != nullptr;
    switch (parts.other) {
    case 0x26: return text + "ES ";
    case 0x2e: return text + (isBranch ? "PN " : "CS "); // a branch that is not taken, or is
    case 0x36: return text + "SS ";
    case 0x3e: return text + (isBranch ? "PT " : "DS ");
    case 0x64: return hasMemory ? text : text + "FS ";
    case 0x65: return hasMemory ? text : text + "GS ";
    case 0xf0: return text + "LOCK ";
    default: return text;
    }
}

std::string GoAssembly::spell(const cs_insn &instruction) const
{
    const InstructionParts parts(std::span(instruction.bytes).first(instruction.size));
    std::string text = prefixText(instruction, parts) + name(instruction, parts);
    const char *separator = " ";
    for (const std::string &operand : operands(instruction, parts)) {
        text += separator + operand;
        separator = ", ";
    }
    return text;
}

}
