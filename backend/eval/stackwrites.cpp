// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/stackwrites.h"

#include <capstone/capstone.h>

#include <algorithm>
#include <array>

namespace Freezeframe
{

namespace
{

constexpr uint64_t mostCode = uint64_t(256) << 10; ///< bytes of one function
constexpr unsigned mostSteps = 32; ///< back from a store to where its value comes from
constexpr int firstVector = 17; ///< DWARF number of xmm0

/// The DWARF number of a register or of a part of one.
int dwarfNumber(x86_reg number)
{
    static constexpr std::array<std::array<x86_reg, 5>, 16> general = {{
        {X86_REG_RAX, X86_REG_EAX, X86_REG_AX, X86_REG_AL, X86_REG_AH},
        {X86_REG_RDX, X86_REG_EDX, X86_REG_DX, X86_REG_DL, X86_REG_DH},
        {X86_REG_RCX, X86_REG_ECX, X86_REG_CX, X86_REG_CL, X86_REG_CH},
        {X86_REG_RBX, X86_REG_EBX, X86_REG_BX, X86_REG_BL, X86_REG_BH},
        {X86_REG_RSI, X86_REG_ESI, X86_REG_SI, X86_REG_SIL, X86_REG_INVALID},
        {X86_REG_RDI, X86_REG_EDI, X86_REG_DI, X86_REG_DIL, X86_REG_INVALID},
        {X86_REG_RBP, X86_REG_EBP, X86_REG_BP, X86_REG_BPL, X86_REG_INVALID},
        {X86_REG_RSP, X86_REG_ESP, X86_REG_SP, X86_REG_SPL, X86_REG_INVALID},
        {X86_REG_R8, X86_REG_R8D, X86_REG_R8W, X86_REG_R8B, X86_REG_INVALID},
        {X86_REG_R9, X86_REG_R9D, X86_REG_R9W, X86_REG_R9B, X86_REG_INVALID},
        {X86_REG_R10, X86_REG_R10D, X86_REG_R10W, X86_REG_R10B, X86_REG_INVALID},
        {X86_REG_R11, X86_REG_R11D, X86_REG_R11W, X86_REG_R11B, X86_REG_INVALID},
        {X86_REG_R12, X86_REG_R12D, X86_REG_R12W, X86_REG_R12B, X86_REG_INVALID},
        {X86_REG_R13, X86_REG_R13D, X86_REG_R13W, X86_REG_R13B, X86_REG_INVALID},
        {X86_REG_R14, X86_REG_R14D, X86_REG_R14W, X86_REG_R14B, X86_REG_INVALID},
        {X86_REG_R15, X86_REG_R15D, X86_REG_R15W, X86_REG_R15B, X86_REG_INVALID},
    }};
    if (number == X86_REG_INVALID)
        return -1;
    if (number >= X86_REG_XMM0 && number <= X86_REG_XMM15)
        return firstVector + (number - X86_REG_XMM0);
    for (size_t i = 0; i < general.size(); ++i) {
        if (std::ranges::find(general[i], number) != general[i].end())
            return static_cast<int>(i);
    }
    return -1;
}

bool isMove(unsigned instruction)
{
    switch (instruction) {
    case X86_INS_MOV:
    case X86_INS_MOVZX:
    case X86_INS_MOVSX:
    case X86_INS_MOVSXD:
    case X86_INS_MOVSS:
    case X86_INS_MOVSD:
    case X86_INS_MOVUPS:
    case X86_INS_MOVAPS:
    case X86_INS_MOVQ:
    case X86_INS_MOVD: return true;
    default: return false;
    }
}

/// Instructions whose first operand is memory that they only read.
bool onlyReads(unsigned instruction)
{
    switch (instruction) {
    case X86_INS_CMP:
    case X86_INS_TEST:
    case X86_INS_BT:
    case X86_INS_PUSH:
    case X86_INS_CALL:
    case X86_INS_JMP:
    case X86_INS_NOP:
    case X86_INS_UCOMISS:
    case X86_INS_UCOMISD:
    case X86_INS_COMISS:
    case X86_INS_COMISD:
    case X86_INS_MUL:
    case X86_INS_DIV:
    case X86_INS_IDIV: return true;
    default: return false;
    }
}

}

/// Reads the code of one function. Lives during StackWrites::of.
class StackWritesBuilder
{
public:
    explicit StackWritesBuilder(const GoSymbols::Match &match)
        : m_match(match)
    {
        if (cs_open(CS_ARCH_X86, CS_MODE_64, &m_handle) != CS_ERR_OK)
            return;
        m_isOpen = true;
        cs_option(m_handle, CS_OPT_DETAIL, CS_OPT_ON);
        m_instruction = cs_malloc(m_handle);
    }
    StackWritesBuilder(const StackWritesBuilder &) = delete;
    StackWritesBuilder &operator=(const StackWritesBuilder &) = delete;
    ~StackWritesBuilder()
    {
        if (m_instruction)
            cs_free(m_instruction, 1);
        if (m_isOpen)
            cs_close(&m_handle);
    }

    std::optional<StackWrites> build(std::span<const std::byte> code)
    {
        if (!m_instruction)
            return std::nullopt;
        const auto *bytes = reinterpret_cast<const uint8_t *>(code.data());
        size_t left = code.size();
        uint64_t address = m_match.function.entry.value;
        while (left > 0) {
            if (!cs_disasm_iter(m_handle, &bytes, &left, &address, m_instruction))
                return std::nullopt;
            add();
        }
        m_writes.m_end = m_match.function.end;
        connect();
        return std::move(m_writes);
    }

private:
    using Step = StackWrites::Step;

    void add()
    {
        const cs_x86 &detail = m_instruction->detail->x86;
        Step step{.address = Address{m_instruction->address}};
        const bool isJump = cs_insn_group(m_handle, m_instruction, CS_GRP_JUMP);
        step.isCall = cs_insn_group(m_handle, m_instruction, CS_GRP_CALL);
        const bool isEnd = cs_insn_group(m_handle, m_instruction, CS_GRP_RET) || m_instruction->id == X86_INS_UD2
            || m_instruction->id == X86_INS_INT3 || m_instruction->id == X86_INS_HLT;
        const bool isPlainJump = isJump && m_instruction->id == X86_INS_JMP;
        m_falls.push_back(!isEnd && !isPlainJump);
        m_isBranch.push_back(isJump);
        std::optional<Address> target;
        if (isJump && detail.op_count == 1 && detail.operands[0].type == X86_OP_IMM)
            target = Address{static_cast<uint64_t>(detail.operands[0].imm)};
        m_targets.push_back(target);
        m_isIndirect.push_back(isPlainJump && !target);
        if (detail.op_count > 0 && !isJump && !step.isCall)
            describe(detail, step);
        m_writes.m_steps.push_back(step);
    }

    void describe(const cs_x86 &detail, Step &step) const
    {
        const cs_x86_op &first = detail.operands[0];
        const cs_x86_op *second = detail.op_count > 1 ? &detail.operands[1] : nullptr;
        const unsigned id = m_instruction->id;
        if (first.type == X86_OP_MEM) {
            if (onlyReads(id))
                return;
            step.writes = slotOf(first);
            step.written = first.size;
            if (isMove(id) && second && second->type == X86_OP_REG)
                step.source = dwarfNumber(second->reg);
            return;
        }
        if (first.type != X86_OP_REG || onlyReads(id))
            return;
        step.result = dwarfNumber(first.reg);
        step.makes = Step::Makes::Other;
        if (isMove(id) && second && second->type == X86_OP_REG) {
            step.makes = Step::Makes::Copy;
            step.source = dwarfNumber(second->reg);
        } else if (isMove(id) && second && second->type == X86_OP_MEM) {
            step.makes = Step::Makes::Load;
            step.loads = slotOf(*second);
        } else if (id == X86_INS_LEA && second && second->mem.base != X86_REG_INVALID
                   && second->mem.index == X86_REG_INVALID) {
            step.makes = Step::Makes::Sum;
            step.source = dwarfNumber(second->mem.base);
        } else if (id == X86_INS_INC || id == X86_INS_DEC
                   || ((id == X86_INS_ADD || id == X86_INS_SUB) && second && second->type == X86_OP_IMM)) {
            step.makes = Step::Makes::Sum;
            step.source = step.result;
        }
    }

    /// The place in the frame that an operand names, from the CFA.
    [[nodiscard]] std::optional<int64_t> slotOf(const cs_x86_op &operand) const
    {
        if (operand.mem.base != X86_REG_RSP || operand.mem.index != X86_REG_INVALID)
            return std::nullopt;
        const auto size = m_match.module->pclntab->frameSize(m_match.function, Address{m_instruction->address});
        if (!size)
            return std::nullopt;
        constexpr int64_t returnAddress = 8;
        return operand.mem.disp - (*size + returnAddress);
    }

    void connect()
    {
        const std::vector<Step> &steps = m_writes.m_steps;
        std::vector<std::pair<uint32_t, uint32_t>> ways; // to, from
        std::vector<bool> isStart(steps.size(), false);
        std::vector<uint32_t> indirect;
        for (uint32_t i = 0; i < steps.size(); ++i) {
            const auto target = m_targets[i] ? m_writes.indexOf(*m_targets[i]) : std::nullopt;
            if (m_falls[i] && i + 1 < steps.size())
                ways.emplace_back(i + 1, i);
            if (target) {
                ways.emplace_back(static_cast<uint32_t>(*target), i);
                isStart[*target] = true;
            }
            if ((m_isBranch[i] || !m_falls[i]) && i + 1 < steps.size())
                isStart[i + 1] = true;
            if (m_isIndirect[i])
                indirect.push_back(i);
        }
        if (m_match.function.deferReturn != 0)
            m_writes.m_recovery = m_writes.indexOf(m_match.function.entry + m_match.function.deferReturn);
        // A jump through a table may lead to wherever a block begins.
        for (const uint32_t from : indirect) {
            for (uint32_t to = 0; to < steps.size(); ++to) {
                if (isStart[to])
                    ways.emplace_back(to, from);
            }
        }
        dropUnreachable(ways);
        std::ranges::sort(ways);
        m_writes.m_beforeBegin.assign(steps.size() + 1, 0);
        for (const auto &[to, from] : ways) {
            ++m_writes.m_beforeBegin[to + 1];
            m_writes.m_before.push_back(from);
        }
        for (size_t i = 1; i < m_writes.m_beforeBegin.size(); ++i)
            m_writes.m_beforeBegin[i] += m_writes.m_beforeBegin[i - 1];
    }

    /// Before the head of a loop stand instructions that align it and that nothing leads to.
    void dropUnreachable(std::vector<std::pair<uint32_t, uint32_t>> &ways) const
    {
        std::ranges::sort(ways, {}, &std::pair<uint32_t, uint32_t>::second);
        std::vector<bool> isReached(m_writes.m_steps.size(), false);
        std::vector<uint32_t> open;
        const auto reach = [&](size_t step) {
            if (step >= isReached.size() || isReached[step])
                return;
            isReached[step] = true;
            open.push_back(static_cast<uint32_t>(step));
        };
        reach(0);
        if (m_writes.m_recovery)
            reach(*m_writes.m_recovery);
        while (!open.empty()) {
            const uint32_t from = open.back();
            open.pop_back();
            for (const auto &way : std::ranges::equal_range(ways, from, {}, &std::pair<uint32_t, uint32_t>::second))
                reach(way.first);
        }
        std::erase_if(ways, [&](const auto &way) { return !isReached[way.second]; });
    }

    const GoSymbols::Match &m_match;
    StackWrites m_writes;
    csh m_handle = 0;
    cs_insn *m_instruction = nullptr;
    bool m_isOpen = false;
    std::vector<bool> m_falls, m_isBranch, m_isIndirect; ///< by step
    std::vector<std::optional<Address>> m_targets;
};

std::optional<StackWrites> StackWrites::of(const Target &target, const GoSymbols::Match &match)
{
    const uint64_t size = match.function.end.value - match.function.entry.value;
    if (!match.module || !match.module->pclntab || match.function.end <= match.function.entry || size > mostCode
        || target.architecture().architecture != Architecture::X86_64)
        return std::nullopt;
    std::vector<std::byte> code(size);
    if (!target.memory().read(match.function.entry, code))
        return std::nullopt;
    return StackWritesBuilder(match).build(code);
}

std::optional<size_t> StackWrites::indexOf(Address pc) const
{
    const auto after = std::ranges::upper_bound(m_steps, pc, {}, &Step::address);
    if (after == m_steps.begin() || pc >= m_end)
        return std::nullopt;
    return static_cast<size_t>(after - m_steps.begin()) - 1;
}

std::span<const uint32_t> StackWrites::before(size_t step) const
{
    return std::span(m_before).subspan(m_beforeBegin[step], m_beforeBegin[step + 1] - m_beforeBegin[step]);
}

bool StackWrites::storesValue(size_t step, const Slot &slot) const
{
    const Step &store = m_steps[step];
    if (store.source < 0 || *store.writes != slot.offset)
        return false;
    int number = store.source;
    for (unsigned count = 0; count < mostSteps; ++count) {
        if (slot.isIn(m_steps[step].address, number))
            return true;
        const auto ways = before(step);
        if (ways.size() != 1)
            return false;
        step = ways.front();
        const Step &made = m_steps[step];
        if (made.isCall)
            return false;
        if (made.result != number)
            continue;
        if (made.makes == Step::Makes::Load)
            return made.loads == slot.offset;
        if (made.makes != Step::Makes::Copy && !(made.makes == Step::Makes::Sum && slot.mayChange))
            return false;
        number = made.source;
    }
    return false;
}

bool StackWrites::holdsAt(Address pc, const Slot &slot) const
{
    const auto start = indexOf(pc);
    if (!start)
        return false;
    std::vector<bool> seen(m_steps.size(), false);
    std::vector<size_t> open{*start};
    while (!open.empty()) {
        const size_t step = open.back();
        open.pop_back();
        const auto ways = before(step);
        if (step == 0 && slot.offset < 0)
            return false;
        if (step != 0 && ways.empty())
            return false;
        if (step == m_recovery) // the runtime leads there, from any call: after a panic was recovered
            return false;
        for (const uint32_t from : ways) {
            if (seen[from])
                continue;
            seen[from] = true;
            const Step &one = m_steps[from];
            const bool touches = one.writes && *one.writes < slot.offset + static_cast<int64_t>(slot.size)
                && slot.offset < *one.writes + static_cast<int64_t>(one.written);
            if (!touches)
                open.push_back(from);
            else if (!storesValue(from, slot))
                return false;
        }
    }
    return true;
}

}
