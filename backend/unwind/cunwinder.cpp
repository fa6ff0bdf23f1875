// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/unwind/cunwinder.h"

#include "backend/dwarf/dwarfmodule.h"
#include "backend/unwind/signalcontext.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cxxabi.h>
#include <elf.h>

namespace Freezeframe
{

namespace
{

constexpr uint64_t maximumFrame = 64 << 20; ///< bytes; a frame pointer farther away is none
constexpr std::byte callFrameCfa{0x9c}; ///< DW_OP_call_frame_cfa
constexpr size_t longestMangledName = 64 << 10; ///< the demangler recurses over the name

// Preserved across calls (System V AMD64 ABI 3.2.1; AAPCS64 6.1.1): without a rule they still hold the caller's value.
constexpr std::array x86Preserved = {3, 6, 12, 13, 14, 15};
constexpr std::array armPreserved = {19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29};

std::span<const int> preservedRegisters(Architecture architecture)
{
    if (architecture == Architecture::X86_64)
        return x86Preserved;
    return armPreserved;
}

std::string demangled(std::string_view symbol)
{
    std::string name(symbol);
    if (!name.starts_with("_Z") || name.size() > longestMangledName)
        return name;
    int status = 0;
    char *text = abi::__cxa_demangle(name.c_str(), nullptr, nullptr, &status);
    if (text != nullptr && status == 0)
        name = text;
    std::free(text);
    return name;
}

/// Computes what the rules of one row say. One frame, one thread.
class RuleEvaluator
{
public:
    RuleEvaluator(const Memory &memory, const Registers &registers, uint64_t bias)
        : m_memory(memory)
        , m_registers(registers)
        , m_bias(bias)
    {
    }

    [[nodiscard]] Result<Address> cfa(const UnwindRow &row)
    {
        if (!row.cfaExpression.empty())
            return expression(row.cfaExpression, std::nullopt);
        const auto base = m_registers.get(row.cfaRegister);
        if (!base)
            return fail(ErrorCode::NotFound, "the frame address needs a register whose value is lost");
        return Address{*base + static_cast<uint64_t>(row.cfaOffset)};
    }

    /// Nullopt: the rule says that the value is lost.
    [[nodiscard]] Result<std::optional<uint64_t>> value(const RegisterRule &rule, int number, Address cfa)
    {
        using Kind = RegisterRule::Kind;
        switch (rule.kind) {
        case Kind::Undefined: return std::nullopt;
        case Kind::SameValue: return m_registers.get(number);
        case Kind::Register: return m_registers.get(rule.registerNumber);
        case Kind::CfaPlus: return cfa.value + static_cast<uint64_t>(rule.offset);
        case Kind::AtCfaPlus: return load(cfa + static_cast<uint64_t>(rule.offset));
        case Kind::ExpressionAt:
            return expression(rule.expression, cfa).and_then([this](Address place) { return load(place); });
        case Kind::Expression:
            return expression(rule.expression, cfa).transform([](Address result) {
                return std::optional(result.value);
            });
        }
        return std::nullopt;
    }

private:
    [[nodiscard]] Result<std::optional<uint64_t>> load(Address place)
    {
        return m_memory.readPointer(place).transform([](Address word) { return std::optional(word.value); });
    }

    [[nodiscard]] Result<Address> expression(std::span<const std::byte> code, std::optional<Address> cfa)
    {
        LocationContext context;
        context.memory = &m_memory;
        context.registers = &m_registers;
        context.cfa = cfa;
        context.bias = m_bias;
        // DWARF 5, 6.4.2.2: rules of registers begin with the CFA on the stack.
        std::vector<std::byte> program;
        if (cfa)
            program.push_back(callFrameCfa);
        program.insert(program.end(), code.begin(), code.end());
        const auto pieces = evaluateLocation(program, context);
        if (!pieces)
            return std::unexpected(pieces.error());
        if (pieces->size() == 1 && pieces->front().kind == LocationPiece::Kind::Memory)
            return pieces->front().address;
        return fail(ErrorCode::BadFormat, "an unwind rule does not compute an address");
    }

    const Memory &m_memory;
    const Registers &m_registers;
    uint64_t m_bias;
};

}

CUnwinder::CUnwinder(std::shared_ptr<const Target> target)
    : m_target(std::move(target))
    , m_tables(m_target->modules().size())
{
}

std::shared_ptr<const UnwindTable> CUnwinder::tableOf(uint32_t module) const
{
    const std::lock_guard lock(m_mutex);
    Slot &slot = m_tables[module];
    if (!slot.tried) {
        const Module &owner = m_target->modules()[module];
        slot.tried = true;
        if (owner.file)
            slot.table = UnwindTable::open(owner.file, owner.debugFile);
    }
    return slot.table;
}

CUnwinder::Symbol CUnwinder::symbolAt(Address returnOrPc, bool exact) const
{
    Symbol symbol;
    const Address pc = exact ? returnOrPc : returnOrPc - 1;
    bool hasSize = false;
    const Module *module = m_target->moduleAt(pc);
    if (!module)
        return symbol;
    symbol.module = static_cast<uint32_t>(module - m_target->modules().data());
    for (const auto &file : {module->file, module->debugFile}) {
        if (!file)
            continue;
        // A name without a size would claim everything up to the next name.
        const ElfSymbol *found = file->symbolAt(module->toLinked(pc));
        const bool better = found && (symbol.name.empty() || found->size != 0);
        if (!better)
            continue;
        symbol.name = demangled(found->name);
        symbol.entry = module->toLoaded(found->address);
        hasSize = found->size != 0;
        if (hasSize)
            break;
    }
    // It is the function's if its code comes here, and else that of one before (memset of musl).
    if (!hasSize && !symbol.name.empty() && m_target->architecture().architecture == Architecture::X86_64) {
        MachineCode code(m_target->memory());
        CodeFrames frames(code);
        if (!frames.at({.entry = symbol.entry, .end = {}}, returnOrPc, !exact) && !frames.hasUnknownJump())
            symbol = {.name = {}, .entry = {}, .module = symbol.module};
    }
    return symbol;
}

bool CUnwinder::isCode(Address address) const
{
    const auto &regions = m_target->regions();
    const auto after = std::ranges::upper_bound(regions, address, {},
                                                [](const Target::Region &region) { return region.range.begin; });
    if (after != regions.begin()) {
        const Target::Region &region = *std::prev(after);
        if (region.range.contains(address))
            return (region.flags & PF_X) != 0 || region.flags == 0;
    }
    return m_target->moduleAt(address) != nullptr;
}

Result<CUnwinder::Caller> CUnwinder::callerOf(const Registers &registers, bool exact) const
{
    const Address pc = registers.pc();
    const Memory &memory = m_target->memory();
    const Architecture architecture = registers.architecture();
    if (isSignalTrampoline(memory, pc, architecture)) {
        return interruptedRegisters(memory, registers.sp(), architecture).transform([&registers](Registers found) {
            return Caller{.cfa = registers.sp(), .registers = found, .isSignalFrame = true};
        });
    }
    // A call that does not return may be the last instruction of its function: look at the call, not behind it.
    const Address lookup = exact ? pc : pc - 1;
    if (const Module *module = m_target->moduleAt(lookup)) {
        const auto table = tableOf(static_cast<uint32_t>(module - m_target->modules().data()));
        if (table) {
            if (const auto row = table->rowAt(module->toLinked(lookup)))
                return byTable(*row, registers, module->bias);
        }
    }
    return withoutTable(registers, exact);
}

Result<CUnwinder::Caller> CUnwinder::byTable(const UnwindRow &row, const Registers &registers, uint64_t bias) const
{
    const ArchitectureInfo &info = registers.info();
    RuleEvaluator evaluator(m_target->memory(), registers, bias);
    const Result<Address> cfa = evaluator.cfa(row);
    if (!cfa)
        return std::unexpected(cfa.error());

    Caller caller{.cfa = *cfa, .registers = Registers(registers.architecture()), .isSignalFrame = row.isSignalFrame};
    for (const int number : preservedRegisters(registers.architecture())) {
        if (const auto same = registers.get(number))
            caller.registers.set(number, *same);
    }
    caller.registers.setSp(*cfa);
    std::optional<uint64_t> returnAddress;
    bool hasReturnRule = false;
    for (const auto &[number, rule] : row.rules) {
        auto found = evaluator.value(rule, number, *cfa);
        if (number == row.returnAddressRegister) {
            if (!found)
                return std::unexpected(found.error());
            hasReturnRule = true;
            returnAddress = *found;
        }
        caller.registers.forget(number);
        if (found && *found)
            caller.registers.set(number, **found);
    }
    if (!hasReturnRule && info.linkRegister >= 0)
        returnAddress = registers.get(info.linkRegister);
    if (!returnAddress || *returnAddress == 0) {
        caller.isOutermost = true;
        return caller;
    }
    caller.registers.setPc({*returnAddress});
    return caller;
}

Result<CUnwinder::Caller> CUnwinder::withoutTable(const Registers &registers, bool exact) const
{
    // What is no more than likely (a frame pointer that an outer function may have set, a word on the stack that looks
    // like a return address) can leave out a caller: only what the code proves counts.
    if (registers.architecture() == Architecture::X86_64) {
        CodeProof proof(*m_target, registers, exact);
        if (const auto caller = proof.byFunction(functionAt(exact ? registers.pc() : registers.pc() - 1)))
            return *caller;
        if (const auto caller = proof.byCalls())
            return *caller;
    } else if (const auto caller = byFramePointer(registers)) {
        return *caller;
    }
    return fail(ErrorCode::NotFound,
                "no unwind table tells the caller of " + registers.pc().toString() + ", nor does its code");
}

CodeFrames::Start CUnwinder::functionAt(Address pc) const
{
    const Module *module = m_target->moduleAt(pc);
    if (!module)
        return {};
    for (const auto &file : {module->file, module->debugFile}) {
        const ElfSymbol *found = file ? file->symbolAt(module->toLinked(pc)) : nullptr;
        const bool isFunction = found && (found->type == STT_FUNC || found->type == STT_GNU_IFUNC);
        // A part that the compiler has split off is entered in the middle of its function.
        const bool isPart = isFunction && (found->name.contains(".cold") || found->name.contains(".part."));
        if (!isFunction || isPart)
            continue;
        const Address entry = module->toLoaded(found->address);
        return {.entry = entry, .end = found->size != 0 ? entry + found->size : Address{}};
    }
    return {};
}

/// arm64, which keeps frame pointers (AAPCS64 6.4.6).
std::optional<CUnwinder::Caller> CUnwinder::byFramePointer(const Registers &registers) const
{
    const Address sp = registers.sp();
    const Address fp = registers.fp();
    if (fp < sp || fp.value % 8 != 0 || fp - sp > maximumFrame)
        return std::nullopt;
    std::array<uint64_t, 2> words{};
    if (!m_target->memory().read(fp, std::as_writable_bytes(std::span(words))))
        return std::nullopt;
    const auto [outer, returnAddress] = words;
    // The outer frame may lie on another stack: that of the goroutine that has called C.
    if (outer % 8 != 0 || !isCode({returnAddress}))
        return std::nullopt;
    Caller caller{.cfa = fp + 16, .registers = Registers(registers.architecture())};
    caller.registers.setPc({returnAddress});
    caller.registers.setSp(caller.cfa);
    caller.registers.setFp({outer});
    return caller;
}

}
