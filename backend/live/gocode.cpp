// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/live/gosignals.h"

#include <capstone/capstone.h>
#include <map>
#include <memory>

namespace Freezeframe
{
namespace
{

/// Follows addresses through registers along straight code: enough for how Go's compiler reaches package variables.
class CodeWalk
{
public:
    CodeWalk(std::span<const std::byte> code, Address start)
        : m_at(reinterpret_cast<const uint8_t *>(code.data()))
        , m_left(code.size())
        , m_address(start.value)
    {
        if (::cs_open(CS_ARCH_X86, CS_MODE_64, &m_handle) != CS_ERR_OK)
            return;
        ::cs_option(m_handle, CS_OPT_DETAIL, CS_OPT_ON);
        m_instruction = ::cs_malloc(m_handle);
    }
    CodeWalk(const CodeWalk &) = delete;
    CodeWalk &operator=(const CodeWalk &) = delete;
    ~CodeWalk()
    {
        if (m_instruction)
            ::cs_free(m_instruction, 1);
        if (m_handle != 0)
            ::cs_close(&m_handle);
    }

    /// The next instruction, or null at the end. What the one before did to the registers is known by then.
    const cs_insn *next()
    {
        if (m_instruction && m_isStarted)
            apply();
        m_isStarted = true;
        if (!m_instruction || !::cs_disasm_iter(m_handle, &m_at, &m_left, &m_address, m_instruction))
            return nullptr;
        return m_instruction;
    }
    /// Where a memory operand points to, with an index register taken as 0.
    [[nodiscard]] std::optional<Address> addressOf(const cs_x86_op &operand) const
    {
        if (operand.type != X86_OP_MEM || operand.mem.segment != X86_REG_INVALID)
            return std::nullopt;
        if (operand.mem.base == X86_REG_RIP)
            return Address{m_address + uint64_t(operand.mem.disp)};
        const auto known = m_known.find(operand.mem.base);
        if (known == m_known.end())
            return std::nullopt;
        return Address{known->second + uint64_t(operand.mem.disp)};
    }
    [[nodiscard]] bool isIndexed(const cs_x86_op &operand) const
    {
        return operand.mem.index != X86_REG_INVALID || m_indexed.contains(operand.mem.base);
    }

private:
    void apply()
    {
        const cs_x86 &x86 = m_instruction->detail->x86;
        const bool isCall = m_instruction->id == X86_INS_CALL;
        if (isCall) {
            m_known.clear();
            m_indexed.clear();
            return;
        }
        if (x86.op_count == 0 || x86.operands[0].type != X86_OP_REG)
            return;
        const x86_reg target = x86.operands[0].reg;
        const bool isLea = m_instruction->id == X86_INS_LEA && x86.op_count == 2;
        const auto address = isLea ? addressOf(x86.operands[1]) : std::nullopt;
        const bool indexed = address && isIndexed(x86.operands[1]);
        if ((x86.operands[0].access & CS_AC_WRITE) != 0) {
            m_known.erase(target);
            m_indexed.erase(target);
        }
        if (address) {
            m_known[target] = address->value;
            if (indexed)
                m_indexed[target] = true;
        }
    }

    csh m_handle = 0;
    cs_insn *m_instruction = nullptr;
    bool m_isStarted = false;
    const uint8_t *m_at;
    size_t m_left;
    uint64_t m_address;
    std::map<unsigned, uint64_t> m_known; ///< registers with an address of the program
    std::map<unsigned, bool> m_indexed; ///< of those: plus an index
};

}

std::optional<Address> tracebackCacheIn(std::span<const std::byte> code, Address start)
{
    // atomic.Store is an XCHG on amd64, and the only one in this function.
    std::optional<Address> found;
    CodeWalk walk(code, start);
    while (const cs_insn *instruction = walk.next()) {
        if (instruction->id != X86_INS_XCHG)
            continue;
        for (const cs_x86_op &operand : std::span(instruction->detail->x86.operands, 2)) {
            const auto address = walk.addressOf(operand);
            if (!address || operand.size != 4)
                continue;
            if (found && *found != *address)
                return std::nullopt;
            found = address;
        }
    }
    return found;
}

std::optional<Address> wantedTableIn(std::span<const std::byte> code, Address start)
{
    // The first word that is read by an index is that of sig.wanted.
    CodeWalk walk(code, start);
    while (const cs_insn *instruction = walk.next()) {
        const cs_x86 &x86 = instruction->detail->x86;
        if (instruction->id != X86_INS_MOV || x86.op_count != 2 || x86.operands[1].type != X86_OP_MEM)
            continue;
        const cs_x86_op &source = x86.operands[1];
        if (source.size == 4 && walk.isIndexed(source)) {
            if (const auto address = walk.addressOf(source))
                return address;
        }
    }
    return std::nullopt;
}

}
