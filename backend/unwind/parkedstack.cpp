// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/unwind/parkedstack.h"

#include "backend/base/bytereader.h"

namespace Freezeframe
{

namespace
{

constexpr uint8_t topFrameFlag = 1; // Go internal/abi/symtab.go: FuncFlagTopFrame

bool isParked(uint8_t status)
{
    const auto known = static_cast<GoStatus>(status);
    return known == GoStatus::Waiting || known == GoStatus::Runnable || known == GoStatus::Preempted
        || known == GoStatus::Leaked;
}

/// The words of one stack, through one view of the core where it has it in one piece.
class StackWords
{
public:
    StackWords(const Memory &memory, AddressRange range)
        : m_memory(memory)
        , m_begin(range.begin)
        , m_view(memory.view(range.begin, range.size()))
    {
    }
    [[nodiscard]] std::optional<uint64_t> at(Address place) const
    {
        if (!m_view.empty())
            return place < m_begin ? std::nullopt : loadAt<uint64_t>(m_view, place - m_begin);
        const auto value = m_memory.readPointer(place);
        return value ? std::optional(value->value) : std::nullopt;
    }

private:
    const Memory &m_memory;
    Address m_begin;
    std::span<const std::byte> m_view;
};

}

ParkedCache::Entry ParkedCache::look(Address pc, const GoSymbols &symbols)
{
    Entry entry{.pc = pc.value};
    const auto match = symbols.functionAt(pc);
    if (!match || match->function.kind == GoFuncKind::Cgocallback)
        return entry;
    const auto size = match->module->pclntab->frameSize(match->function, pc);
    if (!size || *size < 0)
        return entry;
    entry.size = *size;
    entry.kind = (match->function.flags & topFrameFlag) != 0 ? Kind::Outermost : Kind::Frame;
    return entry;
}

void readParkedPcs(const Target &target, const GoSymbols &symbols, const GoroutineTable &table, uint32_t row,
                   size_t limit, ParkedCache *cache, std::vector<Address> &out)
{
    out.clear();
    const ArchitectureInfo &architecture = target.architecture();
    if (row >= table.size() || !isParked(table.status[row]) || architecture.linkRegister >= 0)
        return;
    Address pc = table.schedPc[row];
    Address sp = table.schedSp[row];
    const AddressRange stack{sp, table.stackHigh[row]};
    if (sp < table.stackLow[row] || stack.isEmpty())
        return;
    const StackWords words(target.memory(), stack);
    while (out.size() < limit) {
        const ParkedCache::Entry entry = cache ? cache->at(pc, symbols) : ParkedCache::look(pc, symbols);
        const Address place = sp + static_cast<uint64_t>(entry.size); // of the return address
        const bool fits = stack.contains(sp) && place >= sp && stack.contains(place);
        if (entry.kind == ParkedCache::Kind::Unknown || (entry.kind == ParkedCache::Kind::Frame && !fits)) {
            out.clear();
            return;
        }
        out.push_back(pc);
        if (entry.kind == ParkedCache::Kind::Outermost)
            return;
        const auto caller = words.at(place);
        if (!caller) {
            out.clear();
            return;
        }
        if (*caller == 0)
            return;
        pc = Address{*caller};
        sp = place + 8;
    }
}

}
