// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/codeflows.h"

#include "backend/go/pointermaps.h"

#include <algorithm>
#include <array>

namespace Freezeframe
{

namespace
{

constexpr size_t mostWeight = size_t(192) << 20; ///< bytes, all functions together
constexpr size_t mostFunctions = 4096;
constexpr uint8_t assembly = 4, movesStack = 2; ///< Go internal/abi/symtab.go: FuncFlagAsm, FuncFlagSPWrite

bool startsWithOneOf(std::string_view name, std::span<const std::string_view> beginnings)
{
    return std::ranges::any_of(beginnings, [name](std::string_view one) { return name.starts_with(one); });
}

/// Calls of these the compiler itself puts in. Not those that only begin alike and return: what is not here goes on.
FlowCallee::Kind kindOf(std::string_view name)
{
    static constexpr auto ends = std::to_array<std::string_view>(
        {"morestack", "gopanic", "goPanic", "panicIndex", "panicSlice", "panicdivide", "panicshift", "panicwrap",
         "panicdottype", "panicnildottype", "panicunsafe", "panicmakeslice", "panicBounds", "throw"});
    constexpr std::string_view package = "runtime.";
    if (!name.starts_with(package))
        return FlowCallee::Kind::Plain;
    name.remove_prefix(package.size());
    if (startsWithOneOf(name, ends))
        return FlowCallee::Kind::Ends;
    if (name.starts_with("gcWriteBarrier"))
        return FlowCallee::Kind::KeepsRegisters;
    return name.starts_with("duff") ? FlowCallee::Kind::KeepsArea : FlowCallee::Kind::Plain;
}

FlowCallee calleeAt(const GoSymbols &symbols, Address target)
{
    const auto match = symbols.functionAt(target);
    if (!match || match->module == nullptr)
        return {};
    FlowCallee callee{.kind = kindOf(match->function.name), .argumentBytes = std::nullopt};
    if (match->function.argumentSize >= 0)
        callee.argumentBytes = uint32_t(match->function.argumentSize);
    return callee;
}

}

CodeFlow *CodeFlows::of(const Target &target, const GoSymbols &symbols, const GoSymbols::Match &match)
{
    const GoFunction &function = match.function;
    if (const auto known = m_flows.find(function.entry); known != m_flows.end())
        return known->second.flow.get();
    if (target.architecture().architecture != Architecture::X86_64 || !match.module || !match.module->pclntab
        || (function.flags & (assembly | movesStack)) != 0)
        return nullptr;
    const Pclntab &table = *match.module->pclntab;
    PointerMaps::Layout layout = PointerMaps::layoutOf(table, function);
    const FlowSource source{
        .memory = target.memory(),
        .code = {function.entry, function.end},
        .frameSize = [&](Address pc) { return table.frameSize(function, pc); },
        .callee = [&](Address address) { return calleeAt(symbols, address); },
        .recovery = function.deferReturn != 0 ? std::optional(function.entry + function.deferReturn) : std::nullopt,
        .argumentBytes = uint32_t(std::max(function.argumentSize, 0)),
        .pointersBegin = layout.pointersBegin,
        .objects = std::move(layout.objects),
        .stop = {},
    };
    Kept kept{.flow = CodeFlow::of(source), .weight = 0};
    kept.weight = kept.flow ? kept.flow->weight() : 0;
    m_weight += kept.weight;
    m_order.push_back(function.entry);
    return m_flows.emplace(function.entry, std::move(kept)).first->second.flow.get();
}

void CodeFlows::trim()
{
    if (m_weight < mostWeight && m_order.size() < mostFunctions)
        return;
    const size_t half = (m_order.size() + 1) / 2;
    for (size_t i = 0; i < half; ++i) {
        const auto known = m_flows.find(m_order[i]);
        m_weight -= known->second.weight;
        m_flows.erase(known);
    }
    m_order.erase(m_order.begin(), m_order.begin() + ptrdiff_t(half));
}

}
