// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/unwind/machinecode.h"

#include <algorithm>
#include <array>
#include <capstone/capstone.h>
#include <unordered_map>
#include <vector>

namespace Freezeframe
{

namespace
{

using Operation = MachineInstruction::Operation;

constexpr size_t longestInstruction = 15;

struct RegisterName {
    x86_reg name;
    int8_t number; ///< DWARF
    uint8_t size;
};

constexpr std::array registerNames = {
    RegisterName{X86_REG_RAX, 0, 8},   RegisterName{X86_REG_RDX, 1, 8},   RegisterName{X86_REG_RCX, 2, 8},
    RegisterName{X86_REG_RBX, 3, 8},   RegisterName{X86_REG_RSI, 4, 8},   RegisterName{X86_REG_RDI, 5, 8},
    RegisterName{X86_REG_RBP, 6, 8},   RegisterName{X86_REG_RSP, 7, 8},   RegisterName{X86_REG_R8, 8, 8},
    RegisterName{X86_REG_R9, 9, 8},    RegisterName{X86_REG_R10, 10, 8},  RegisterName{X86_REG_R11, 11, 8},
    RegisterName{X86_REG_R12, 12, 8},  RegisterName{X86_REG_R13, 13, 8},  RegisterName{X86_REG_R14, 14, 8},
    RegisterName{X86_REG_R15, 15, 8},  RegisterName{X86_REG_EAX, 0, 4},   RegisterName{X86_REG_EDX, 1, 4},
    RegisterName{X86_REG_ECX, 2, 4},   RegisterName{X86_REG_EBX, 3, 4},   RegisterName{X86_REG_ESI, 4, 4},
    RegisterName{X86_REG_EDI, 5, 4},   RegisterName{X86_REG_EBP, 6, 4},   RegisterName{X86_REG_ESP, 7, 4},
    RegisterName{X86_REG_R8D, 8, 4},   RegisterName{X86_REG_R9D, 9, 4},   RegisterName{X86_REG_R10D, 10, 4},
    RegisterName{X86_REG_R11D, 11, 4}, RegisterName{X86_REG_R12D, 12, 4}, RegisterName{X86_REG_R13D, 13, 4},
    RegisterName{X86_REG_R14D, 14, 4}, RegisterName{X86_REG_R15D, 15, 4}, RegisterName{X86_REG_AX, 0, 2},
    RegisterName{X86_REG_DX, 1, 2},    RegisterName{X86_REG_CX, 2, 2},    RegisterName{X86_REG_BX, 3, 2},
    RegisterName{X86_REG_SI, 4, 2},    RegisterName{X86_REG_DI, 5, 2},    RegisterName{X86_REG_BP, 6, 2},
    RegisterName{X86_REG_SP, 7, 2},    RegisterName{X86_REG_R8W, 8, 2},   RegisterName{X86_REG_R9W, 9, 2},
    RegisterName{X86_REG_R10W, 10, 2}, RegisterName{X86_REG_R11W, 11, 2}, RegisterName{X86_REG_R12W, 12, 2},
    RegisterName{X86_REG_R13W, 13, 2}, RegisterName{X86_REG_R14W, 14, 2}, RegisterName{X86_REG_R15W, 15, 2},
    RegisterName{X86_REG_AL, 0, 1},    RegisterName{X86_REG_DL, 1, 1},    RegisterName{X86_REG_CL, 2, 1},
    RegisterName{X86_REG_BL, 3, 1},    RegisterName{X86_REG_SIL, 4, 1},   RegisterName{X86_REG_DIL, 5, 1},
    RegisterName{X86_REG_BPL, 6, 1},   RegisterName{X86_REG_SPL, 7, 1},   RegisterName{X86_REG_R8B, 8, 1},
    RegisterName{X86_REG_R9B, 9, 1},   RegisterName{X86_REG_R10B, 10, 1}, RegisterName{X86_REG_R11B, 11, 1},
    RegisterName{X86_REG_R12B, 12, 1}, RegisterName{X86_REG_R13B, 13, 1}, RegisterName{X86_REG_R14B, 14, 1},
    RegisterName{X86_REG_R15B, 15, 1}, RegisterName{X86_REG_AH, 0, 1},    RegisterName{X86_REG_DH, 1, 1},
    RegisterName{X86_REG_CH, 2, 1},    RegisterName{X86_REG_BH, 3, 1},
};

int8_t numberOf(unsigned name)
{
    const auto found = std::ranges::find(registerNames, x86_reg(name), &RegisterName::name);
    return found == registerNames.end() ? int8_t(-1) : found->number;
}

MachineOperand operandOf(const cs_insn &instruction, const cs_x86_op &from)
{
    MachineOperand operand;
    operand.size = from.size;
    switch (from.type) {
    case X86_OP_REG:
        operand.number = numberOf(from.reg);
        operand.kind = operand.number >= 0 ? MachineOperand::Kind::Register : MachineOperand::Kind::None;
        operand.isHighByte
            = from.reg == X86_REG_AH || from.reg == X86_REG_BH || from.reg == X86_REG_CH || from.reg == X86_REG_DH;
        if (from.reg >= X86_REG_XMM0 && from.reg <= X86_REG_XMM15) {
            operand.kind = MachineOperand::Kind::Vector;
            operand.number = int8_t(from.reg - X86_REG_XMM0);
        }
        break;
    case X86_OP_IMM:
        operand.kind = MachineOperand::Kind::Immediate;
        operand.value = from.imm;
        break;
    case X86_OP_MEM:
        operand.kind = MachineOperand::Kind::Memory;
        operand.isElsewhere = from.mem.segment == X86_REG_FS || from.mem.segment == X86_REG_GS;
        operand.value = from.mem.disp;
        operand.scale = uint8_t(from.mem.scale);
        operand.index = numberOf(from.mem.index);
        if (from.mem.base == X86_REG_RIP)
            operand.value += int64_t(instruction.address + instruction.size);
        else
            operand.number = numberOf(from.mem.base);
        break;
    default: break;
    }
    return operand;
}

/// Of those that move a value out of or into a vector register how many bytes; of the others with vectors nothing is
/// followed.
uint8_t vectorMove(unsigned id)
{
    switch (id) {
    case X86_INS_MOVUPS:
    case X86_INS_MOVAPS:
    case X86_INS_MOVUPD:
    case X86_INS_MOVAPD:
    case X86_INS_MOVDQU:
    case X86_INS_MOVDQA: return 16;
    case X86_INS_MOVQ:
    case X86_INS_MOVSD: return 8;
    case X86_INS_MOVD:
    case X86_INS_MOVSS: return 4;
    default: return 0;
    }
}

/// Between two registers these leave the rest of the destination as it was.
bool isPartialBetweenRegisters(unsigned id)
{
    return id == X86_INS_MOVSD || id == X86_INS_MOVSS;
}

/// Instructions whose first operand, if that is memory, is only read.
bool onlyReadsFirst(unsigned id)
{
    switch (id) {
    case X86_INS_CMP:
    case X86_INS_TEST:
    case X86_INS_BT:
    case X86_INS_PUSH:
    case X86_INS_CALL:
    case X86_INS_JMP:
    case X86_INS_NOP:
    case X86_INS_PREFETCHNTA:
    case X86_INS_PREFETCHT0:
    case X86_INS_MUL:
    case X86_INS_DIV:
    case X86_INS_IDIV: return true;
    default: return false;
    }
}

Operation plainOperation(unsigned id)
{
    switch (id) {
    case X86_INS_NOP:
    case X86_INS_FNOP:
    case X86_INS_ENDBR64:
    case X86_INS_PAUSE:
    case X86_INS_PREFETCHNTA:
    case X86_INS_PREFETCHT0: return Operation::Nothing;
    case X86_INS_MOV:
    case X86_INS_MOVABS:
    case X86_INS_MOVZX: return Operation::Move;
    case X86_INS_MOVSX:
    case X86_INS_MOVSXD: return Operation::MoveSigned;
    case X86_INS_LEA: return Operation::Address;
    case X86_INS_ADD: return Operation::Add;
    case X86_INS_SUB: return Operation::Subtract;
    case X86_INS_AND: return Operation::And;
    case X86_INS_XOR:
    case X86_INS_XORPS:
    case X86_INS_PXOR: return Operation::Xor;
    case X86_INS_CMP: return Operation::Compare;
    case X86_INS_TEST: return Operation::Test;
    case X86_INS_PUSH: return Operation::Push;
    case X86_INS_POP: return Operation::Pop;
    case X86_INS_LEAVE: return Operation::Leave;
    case X86_INS_UD2:
    case X86_INS_INT3:
    case X86_INS_HLT: return Operation::End;
    default: return vectorMove(id) != 0 ? Operation::Move : Operation::Other;
    }
}

}

std::optional<Address> MachineInstruction::target() const
{
    if (source.kind != MachineOperand::Kind::Immediate
        || (operation != Operation::Call && operation != Operation::Jump && operation != Operation::Branch))
        return std::nullopt;
    return Address{uint64_t(source.value)};
}

struct MachineCode::Data {
    explicit Data(const Memory &of)
        : memory(of)
    {
        isOpen = cs_open(CS_ARCH_X86, CS_MODE_64, &handle) == CS_ERR_OK;
        if (!isOpen)
            return;
        cs_option(handle, CS_OPT_DETAIL, CS_OPT_ON);
        decoded = cs_malloc(handle);
    }
    Data(const Data &) = delete;
    Data &operator=(const Data &) = delete;
    ~Data()
    {
        if (decoded)
            cs_free(decoded, 1);
        if (isOpen)
            cs_close(&handle);
    }

    [[nodiscard]] MachineInstruction decode(Address pc);
    [[nodiscard]] Operation operationOf(MachineInstruction &instruction) const;
    void describeWrites(MachineInstruction &instruction) const;

    const Memory &memory;
    AddressRange loaded; ///< what @ref bytes are of
    std::vector<std::byte> bytes;
    csh handle = 0;
    cs_insn *decoded = nullptr;
    bool isOpen = false;
    std::unordered_map<Address, MachineInstruction> known;
};

MachineInstruction MachineCode::Data::decode(Address pc)
{
    MachineInstruction instruction;
    instruction.address = instruction.next = pc;
    std::array<std::byte, longestInstruction> read;
    std::span<const std::byte> from;
    if (loaded.contains(pc)) {
        from = std::span(bytes).subspan(pc - loaded.begin);
    } else {
        const size_t size = memory.readableSize(pc, read.size());
        if (size == 0 || !memory.read(pc, std::span(read).first(size)))
            return instruction;
        from = std::span(read).first(size);
    }
    if (!decoded)
        return instruction;
    const auto *code = reinterpret_cast<const uint8_t *>(from.data());
    size_t left = from.size();
    uint64_t address = pc.value;
    if (!cs_disasm_iter(handle, &code, &left, &address, decoded))
        return instruction;
    instruction.next = {address};
    const cs_x86 &detail = decoded->detail->x86;
    instruction.isAtomic = detail.prefix[0] == X86_PREFIX_LOCK;
    if (detail.op_count > 0)
        instruction.destination = operandOf(*decoded, detail.operands[0]);
    if (detail.op_count > 1)
        instruction.source = operandOf(*decoded, detail.operands[1]);
    instruction.operation = operationOf(instruction);
    describeWrites(instruction);
    return instruction;
}

Operation MachineCode::Data::operationOf(MachineInstruction &instruction) const
{
    const cs_x86 &detail = decoded->detail->x86;
    const bool isCall = cs_insn_group(handle, decoded, CS_GRP_CALL);
    const bool isJump = cs_insn_group(handle, decoded, CS_GRP_JUMP);
    Operation operation = plainOperation(decoded->id);
    if (cs_insn_group(handle, decoded, CS_GRP_RET))
        return Operation::Return;
    if (isCall || isJump) {
        operation = isCall ? Operation::Call : decoded->id == X86_INS_JMP ? Operation::Jump : Operation::Branch;
        // "jrcxz" and "loop" have no condition of flags.
        const bool isShort = (detail.opcode[0] & 0xf0) == 0x70;
        const bool isLong = detail.opcode[0] == 0x0f && (detail.opcode[1] & 0xf0) == 0x80;
        constexpr uint8_t unknownCondition = 16;
        instruction.condition = isShort ? uint8_t(detail.opcode[0] & 15)
            : isLong                    ? uint8_t(detail.opcode[1] & 15)
                                        : unknownCondition;
    }
    if (isCall || isJump || operation == Operation::Push) {
        instruction.source = instruction.destination;
        instruction.destination = {};
    }
    // With a prefix that repeats it, or of more than two operands, an instruction is another one.
    const bool hasVector = instruction.destination.kind == MachineOperand::Kind::Vector
        || instruction.source.kind == MachineOperand::Kind::Vector;
    const bool isBetweenVectors = instruction.destination.kind == MachineOperand::Kind::Vector
        && instruction.source.kind == MachineOperand::Kind::Vector;
    instruction.isRepeated = !hasVector && (detail.prefix[0] == X86_PREFIX_REP || detail.prefix[0] == X86_PREFIX_REPNE);
    if (operation == Operation::Move && hasVector)
        instruction.vectorBytes = vectorMove(decoded->id);
    const bool isOdd = detail.op_count > 2 || instruction.isRepeated
        || (vectorMove(decoded->id) != 0 && !hasVector) // of text, or of registers that are not counted here
        || (isPartialBetweenRegisters(decoded->id) && isBetweenVectors);
    const bool isPlain = operation != Operation::Nothing && operation != Operation::Call && operation != Operation::Jump
        && operation != Operation::Branch && operation != Operation::Return && operation != Operation::End;
    return isPlain && (isOdd || instruction.isAtomic) ? Operation::Other : operation;
}

void MachineCode::Data::describeWrites(MachineInstruction &instruction) const
{
    const cs_x86 &detail = decoded->detail->x86;
    instruction.writesDestination = instruction.destination.kind == MachineOperand::Kind::Memory
        && !onlyReadsFirst(decoded->id) && instruction.operation != Operation::Compare
        && instruction.operation != Operation::Test && instruction.operation != Operation::Nothing;
    for (int i = 1; i < detail.op_count; ++i) {
        if (detail.operands[i].type == X86_OP_MEM && (detail.operands[i].access & CS_AC_WRITE) != 0)
            instruction.writesSource = true;
    }
    cs_regs read, written;
    uint8_t readCount = 0, writtenCount = 0;
    if (cs_regs_access(handle, decoded, read, &readCount, written, &writtenCount) != CS_ERR_OK) {
        instruction.written = ~uint32_t(0);
        instruction.writtenVectors = uint16_t(0xffff);
        return;
    }
    const auto vector = [](unsigned name, unsigned first) { return name >= first && name < first + 16; };
    for (const uint16_t name : std::span(written).first(writtenCount)) {
        if (const int8_t number = numberOf(name); number >= 0)
            instruction.written |= uint32_t(1) << number;
        for (const unsigned first : {X86_REG_XMM0, X86_REG_YMM0, X86_REG_ZMM0}) {
            if (vector(name, first))
                instruction.writtenVectors |= uint16_t(1U << (name - first));
        }
    }
}

MachineCode::MachineCode(const Memory &memory)
    : d(std::make_unique<Data>(memory))
{
}

MachineCode::~MachineCode() = default;

const MachineInstruction &MachineCode::at(Address pc)
{
    const auto known = d->known.find(pc);
    return known != d->known.end() ? known->second : d->known.emplace(pc, d->decode(pc)).first->second;
}

bool MachineCode::preload(AddressRange code)
{
    std::vector<std::byte> bytes(code.size());
    if (!d->memory.read(code.begin, bytes))
        return false;
    d->loaded = code;
    d->bytes = std::move(bytes);
    return true;
}

}
