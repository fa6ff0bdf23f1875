// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/code/disassembler.h"

#include "backend/base/text.h"

#include <capstone/capstone.h>

#include <algorithm>
#include <array>

namespace Freezeframe
{

namespace
{

std::string targetText(const SourceLocation &location, Address target)
{
    return location.function.empty() ? target.toString() : location.function;
}

/// " # main.table+8", as GNU's objdump says what an address relative to the instruction is; empty if unknown.
std::string symbolComment(const CodeSymbol &symbol, Address place)
{
    if (symbol.name.empty())
        return {};
    const uint64_t offset = place - symbol.base;
    return " # " + symbol.name + (offset == 0 ? "" : "+" + std::to_string(offset));
}

/// "rax" of al, empty of what is no register with a value of its own: rip, flags, segments.
std::string wholeRegister(csh handle, unsigned id)
{
    const char *found = id == X86_REG_INVALID ? nullptr : cs_reg_name(handle, id);
    if (!found)
        return {};
    const std::string_view name = found;
    if (name.starts_with("xmm") || name.starts_with("ymm") || name.starts_with("zmm"))
        return "xmm" + std::string(name.substr(3));
    if (name[0] == 'r' && name.size() > 1 && name[1] >= '0' && name[1] <= '9')
        return std::string(name.substr(0, name.find_first_of("bwd")));
    constexpr auto general = std::to_array<std::array<std::string_view, 5>>({
        {"rax", "eax", "ax", "al", "ah"},
        {"rbx", "ebx", "bx", "bl", "bh"},
        {"rcx", "ecx", "cx", "cl", "ch"},
        {"rdx", "edx", "dx", "dl", "dh"},
        {"rsi", "esi", "si", "sil", ""},
        {"rdi", "edi", "di", "dil", ""},
        {"rbp", "ebp", "bp", "bpl", ""},
        {"rsp", "esp", "sp", "spl", ""},
    });
    for (const auto &names : general) {
        if (std::ranges::find(names, name) != names.end())
            return std::string(names[0]);
    }
    return {};
}

/// Owns a Capstone handle and its instruction buffer. One thread.
class Decoder
{
public:
    explicit Decoder(Architecture architecture, DisassemblyFlavor flavor = DisassemblyFlavor::Gnu)
    {
        const bool arm = architecture == Architecture::Arm64;
        const cs_err status = arm ? cs_open(CS_ARCH_ARM64, CS_MODE_LITTLE_ENDIAN, &m_handle)
                                  : cs_open(CS_ARCH_X86, CS_MODE_64, &m_handle);
        if (status != CS_ERR_OK)
            return;
        m_usable = true;
        m_step = arm ? 4 : 1;
        cs_option(m_handle, CS_OPT_DETAIL, CS_OPT_ON);
        if (!arm && flavor == DisassemblyFlavor::Gnu)
            cs_option(m_handle, CS_OPT_SYNTAX, CS_OPT_SYNTAX_ATT);
        m_instruction = cs_malloc(m_handle);
    }
    /// From now on text() is Go's.
    void spellAsGo(const SymbolFinder &symbols)
    {
        if (m_step == 1)
            m_go.emplace(m_handle, symbols ? symbols : [](Address) { return CodeSymbol{}; });
    }
    Decoder(const Decoder &) = delete;
    Decoder &operator=(const Decoder &) = delete;
    ~Decoder()
    {
        if (m_instruction)
            cs_free(m_instruction, 1);
        if (m_usable)
            cs_close(&m_handle);
    }
    [[nodiscard]] bool isUsable() const { return m_usable && m_instruction; }
    [[nodiscard]] size_t step() const { return m_step; }

    /// The instruction at the front of @p code, which then moves on; null if the bytes are none.
    const cs_insn *next(std::span<const std::byte> &code, uint64_t &address)
    {
        const auto *bytes = reinterpret_cast<const uint8_t *>(code.data());
        size_t left = code.size();
        if (!cs_disasm_iter(m_handle, &bytes, &left, &address, m_instruction))
            return nullptr;
        code = code.last(left);
        return m_instruction;
    }
    [[nodiscard]] bool isIn(const cs_insn *instruction, unsigned group) const
    {
        return cs_insn_group(m_handle, instruction, group);
    }
    [[nodiscard]] std::optional<Address> branchTarget(const cs_insn *instruction) const
    {
        if (!isIn(instruction, CS_GRP_CALL) && !isIn(instruction, CS_GRP_JUMP))
            return std::nullopt;
        const cs_detail &detail = *instruction->detail;
        if (m_step == 4) {
            for (int i = 0; i < detail.arm64.op_count; ++i) {
                if (detail.arm64.operands[i].type == ARM64_OP_IMM)
                    return Address{uint64_t(detail.arm64.operands[i].imm)};
            }
        } else if (detail.x86.op_count == 1 && detail.x86.operands[0].type == X86_OP_IMM) {
            return Address{uint64_t(detail.x86.operands[0].imm)};
        }
        return std::nullopt;
    }

    [[nodiscard]] CodeStep::Flow flow(const cs_insn *instruction) const
    {
        if (isIn(instruction, CS_GRP_RET))
            return CodeStep::Flow::End;
        const bool isTrap = m_step == 4
            ? instruction->id == ARM64_INS_BRK || instruction->id == ARM64_INS_UDF
            : instruction->id == X86_INS_UD2 || instruction->id == X86_INS_INT3 || instruction->id == X86_INS_HLT;
        if (isTrap)
            return CodeStep::Flow::End;
        if (!isIn(instruction, CS_GRP_JUMP) || isIn(instruction, CS_GRP_CALL))
            return CodeStep::Flow::Next;
        if (m_step == 4) {
            const arm64_cc condition = instruction->detail->arm64.cc;
            const bool isPlain = instruction->id == ARM64_INS_BR
                || (instruction->id == ARM64_INS_B && (condition == ARM64_CC_INVALID || condition == ARM64_CC_AL));
            return isPlain ? CodeStep::Flow::Jump : CodeStep::Flow::Branch;
        }
        return instruction->id == X86_INS_JMP ? CodeStep::Flow::Jump : CodeStep::Flow::Branch;
    }
    [[nodiscard]] bool isAtomic(const cs_insn *instruction) const
    {
        return m_step == 1 && instruction->detail->x86.prefix[0] == X86_PREFIX_LOCK;
    }
    /// Spells the instruction; @p symbols is for Go's flavour.
    [[nodiscard]] std::string text(const cs_insn *instruction, const CodeNames &names) const
    {
        if (m_go)
            return m_go->spell(*instruction);
        std::string text = instruction->mnemonic;
        if (const auto target = branchTarget(instruction); target && isIn(instruction, CS_GRP_CALL))
            return text + " " + targetText(names.place(*target), *target);
        if (const std::string_view operands = instruction->op_str; !operands.empty())
            text.append(" ").append(operands);
        if (const auto place = memoryOperand(instruction); place && names.symbol)
            text += symbolComment(names.symbol(*place), *place);
        return text;
    }
    /// The whole registers that it names or changes without naming them.
    [[nodiscard]] std::vector<std::string> registers(const cs_insn *instruction) const
    {
        std::vector<std::string> names;
        if (m_step == 4)
            return names;
        const auto add = [this, &names](unsigned id) {
            std::string name = wholeRegister(m_handle, id);
            if (!name.empty() && std::ranges::find(names, name) == names.end())
                names.push_back(std::move(name));
        };
        const cs_x86 &detail = instruction->detail->x86;
        for (int i = 0; i < detail.op_count; ++i) {
            const cs_x86_op &operand = detail.operands[i];
            if (operand.type == X86_OP_REG)
                add(operand.reg);
            if (operand.type != X86_OP_MEM)
                continue;
            add(operand.mem.base);
            add(operand.mem.index);
        }
        for (int i = 0; i < instruction->detail->regs_read_count; ++i)
            add(instruction->detail->regs_read[i]);
        for (int i = 0; i < instruction->detail->regs_write_count; ++i)
            add(instruction->detail->regs_write[i]);
        return names;
    }
    /// x86-64 only: elsewhere an address takes two instructions.
    [[nodiscard]] std::optional<Address> memoryOperand(const cs_insn *instruction) const
    {
        if (m_step == 4)
            return std::nullopt;
        const cs_x86 &detail = instruction->detail->x86;
        for (int i = 0; i < detail.op_count; ++i) {
            const cs_x86_op &operand = detail.operands[i];
            if (operand.type == X86_OP_MEM && operand.mem.base == X86_REG_RIP)
                return Address{instruction->address + instruction->size + uint64_t(operand.mem.disp)};
        }
        return std::nullopt;
    }

private:
    csh m_handle = 0;
    cs_insn *m_instruction = nullptr;
    size_t m_step = 1;
    bool m_usable = false;
    std::optional<GoAssembly> m_go;
};

std::string bytePairs(std::span<const std::byte> bytes)
{
    std::string text;
    for (const std::byte byte : bytes) {
        if (!text.empty())
            text += ' ';
        const char value = char(byte);
        text += hexBytes(std::string_view(&value, 1));
    }
    return text;
}

/// As the assembler of the flavour takes it.
std::string noInstruction(std::span<const std::byte> bytes, DisassemblyFlavor flavor)
{
    std::string text;
    for (const std::byte byte : bytes) {
        if (flavor == DisassemblyFlavor::Go)
            text += (text.empty() ? "BYTE $" : "; BYTE $") + hex(uint64_t(byte));
        else
            text += (text.empty() ? ".byte " : " ") + hex(uint64_t(byte));
    }
    return text;
}

}

Result<std::vector<DisassemblyLine>> disassembleCode(Architecture architecture, std::span<const std::byte> code,
                                                     Address start, Address current, const CodeNames &names,
                                                     DisassemblyFlavor flavor)
{
    Decoder decoder(architecture, flavor);
    if (!decoder.isUsable())
        return fail(ErrorCode::Unsupported, "Capstone can't decode this architecture");
    if (flavor == DisassemblyFlavor::Go)
        decoder.spellAsGo(names.symbol);
    std::vector<DisassemblyLine> lines;
    uint64_t address = start.value;
    while (!code.empty()) {
        DisassemblyLine line;
        line.address = Address{address};
        const auto before = code;
        if (const cs_insn *instruction = decoder.next(code, address)) {
            line.text = decoder.text(instruction, names);
            line.isCall = decoder.isIn(instruction, CS_GRP_CALL);
            line.target = decoder.branchTarget(instruction);
            line.memory = decoder.memoryOperand(instruction);
            line.registers = decoder.registers(instruction);
        } else {
            const size_t step = std::min(decoder.step(), code.size());
            line.text = noInstruction(code.first(step), flavor);
            code = code.subspan(step);
            address += step;
        }
        line.bytes = bytePairs(before.first(before.size() - code.size()));
        line.isCurrent = line.address <= current && current < Address{address};
        const SourceLocation location = names.place(line.address);
        line.file = location.file;
        line.line = location.line;
        lines.push_back(std::move(line));
    }
    return lines;
}

std::vector<CodeStep> codeSteps(Architecture architecture, std::span<const std::byte> code, Address start)
{
    std::vector<CodeStep> steps;
    Decoder decoder(architecture);
    if (!decoder.isUsable())
        return steps;
    uint64_t address = start.value;
    while (!code.empty()) {
        CodeStep step{.address = {address}, .next = {}, .flow = CodeStep::Flow::End, .target = {}, .operand = {}};
        if (const cs_insn *instruction = decoder.next(code, address)) {
            step.flow = decoder.flow(instruction);
            step.isCall = decoder.isIn(instruction, CS_GRP_CALL);
            step.target = decoder.branchTarget(instruction);
            step.isAtomic = decoder.isAtomic(instruction);
            step.operand = decoder.memoryOperand(instruction);
        } else {
            const size_t size = std::min(decoder.step(), code.size());
            code = code.subspan(size);
            address += size;
        }
        step.next = {address};
        steps.push_back(step);
    }
    return steps;
}

std::vector<Address> callTargets(Architecture architecture, std::span<const std::byte> code, Address start)
{
    std::vector<Address> targets;
    for (const CodeStep &step : codeSteps(architecture, code, start)) {
        if (step.isCall && step.target)
            targets.push_back(*step.target);
    }
    return targets;
}

}
