// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/entrywords.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

constexpr unsigned deepest = 24; ///< frames, and values that others are computed from, on the way to one word
constexpr unsigned mostWork = 20'000; ///< steps of one question
constexpr unsigned word = 8;
constexpr int generalRegisters = 16, firstVector = 17;

uint64_t lowBytes(uint64_t value, unsigned size)
{
    return size >= word ? value : value & ((uint64_t(1) << (size * 8)) - 1);
}

uint64_t extended(uint64_t value, unsigned size, bool isSigned)
{
    value = lowBytes(value, size);
    const bool isNegative = isSigned && size < word && (value >> (size * 8 - 1) & 1) != 0;
    return isNegative ? value | ~lowBytes(~uint64_t(0), size) : value;
}

bool isPhysical(const Frame &frame)
{
    return !frame.inlined;
}

}

/// The frame that has called: only if the stack says so too, for what runs on a signal or another stack was not called.
std::optional<size_t> EntryWords::caller(size_t index) const
{
    const Frame &frame = m_stack.frames[index];
    for (size_t i = index + 1; i < m_stack.frames.size(); ++i) {
        const Frame &other = m_stack.frames[i];
        if (!isPhysical(other))
            continue;
        const bool waits = other.pc != other.lookupPc && !other.interrupted;
        const bool isCaller = frame.kind == FrameKind::Go && other.kind == FrameKind::Go && waits && !frame.cfa.isNull()
            && !other.cfa.isNull() && other.registers.sp() == frame.cfa && frame.cfa <= other.cfa;
        return isCaller ? std::optional(i) : std::nullopt;
    }
    return std::nullopt;
}

/// The physical frame that frames[index] has called.
std::optional<size_t> EntryWords::called(size_t index) const
{
    while (index > 0) {
        --index;
        const Frame &frame = m_stack.frames[index];
        if (!isPhysical(frame))
            continue;
        return index;
    }
    return std::nullopt;
}

EntryWords::Standing *EntryWords::standing(size_t index)
{
    const auto [at, isNew] = m_standing.try_emplace(index);
    Standing &here = at->second;
    if (isNew) {
        const Frame &frame = m_stack.frames[index];
        const auto match = frame.kind == FrameKind::Go && !frame.cfa.isNull()
            ? m_sources.symbols.functionAt(frame.lookupPc)
            : std::nullopt;
        if (!match || match->function.entry != frame.functionEntry)
            return nullptr;
        here.flow = m_sources.flows.of(m_sources.target, m_sources.symbols, *match);
        if (!here.flow)
            return nullptr;
        here.isExact = frame.pc == frame.lookupPc;
        here.moment = here.flow->at(frame.lookupPc);
        here.argumentBytes = uint32_t(std::max(match->function.argumentSize, 0));
        here.pointers = PointerMaps::at(*match->module->pclntab, match->function, frame.lookupPc, frame.cfa);
        const bool isWhole = here.moment && here.moment->stack
            && frame.registers.sp().value == frame.cfa.value + uint64_t(*here.moment->stack)
            && (here.isExact || (here.moment->isCall && here.moment->next == frame.pc));
        if (!isWhole)
            here.moment.reset();
        else if (!here.isExact)
            findCallee(index, here);
    }
    return here.flow && here.moment ? &here : nullptr;
}

void EntryWords::findCallee(size_t index, Standing &here)
{
    const auto callee = called(index);
    if (!callee || caller(*callee) != index)
        return;
    const Address entry = m_stack.frames[*callee].functionEntry;
    const CodeFlow::Moment &moment = *here.moment;
    if (moment.target) {
        here.isCalleeProven = *moment.target == entry;
        if (here.isCalleeProven)
            here.callee = callee;
        return;
    }
    // A call through a table or a func word: it leads there if that is what stands there. A method that was promoted is
    // jumped to by a wrapper, which leaves no frame and has changed the receiver.
    here.callee = callee;
    std::optional<EntryWord> target;
    m_open.insert(index);
    if (moment.calleeValue != 0) {
        target = resolved(index, moment.calleeValue, word, deepest / 2);
    } else if (moment.callee.base != 0 && !moment.callee.isIndexed) {
        const auto base = resolved(index, moment.callee.base, word, deepest / 2);
        const auto read = base
            ? m_sources.target.memory().readPointer(Address{base->value + uint64_t(moment.callee.offset)})
            : Result<Address>(fail(ErrorCode::NotFound, {}));
        if (read)
            target = EntryWord{.value = read->value};
    }
    m_open.erase(index);
    here.isCalleeProven = target && target->value == entry.value;
    if (target && !here.isCalleeProven) {
        const auto other = m_sources.symbols.functionAt(Address{target->value});
        if (!other || other->function.kind != GoFuncKind::Wrapper || other->function.entry.value != target->value)
            here.callee.reset();
    }
}

std::optional<EntryWord> EntryWords::at(size_t index, FlowPlace place, unsigned size)
{
    m_work = 0;
    auto caller = fromCaller(index, place, size, 0);
    const auto copy = fromCopies(index, place, size, 0);
    if (!caller || !copy)
        return caller ? caller : copy;
    if (caller->value != copy->value) {
        // Memory that changed since the call proves nothing against what was kept.
        if (caller->isFromMemory != copy->isFromMemory)
            return caller->isFromMemory ? copy : caller;
        return std::nullopt;
    }
    if (caller->isFromMemory && !copy->isFromMemory)
        caller = copy;
    caller->isKept = caller->isKept || copy->isKept;
    return caller;
}

std::optional<EntryWord> EntryWords::fromCaller(size_t index, FlowPlace place, unsigned size, unsigned depth)
{
    const auto from = caller(index);
    if (!from || depth > deepest || m_open.contains(*from))
        return std::nullopt;
    Standing *there = standing(*from);
    if (!there || there->callee != index)
        return std::nullopt;
    const Frame &frame = m_stack.frames[index];
    if (!there->isCalleeProven) {
        const FunctionInputs *inputs = m_sources.inputs(frame);
        const bool isContext = place == FlowPlace::general(frame.registers.info().closureRegister);
        const auto isSame = [&](const FlowPlace &one) { return one.kind == place.kind && one.number == place.number; };
        if (!inputs || isContext || inputs->dictionary || std::ranges::any_of(inputs->first, isSame))
            return std::nullopt;
    }
    FlowState &state = there->moment->state;
    const Id id = place.kind == FlowPlace::Kind::Slot
        ? state.load(there->flow->values(), int32_t(*there->moment->stack + place.number), size)
        : state.get(place);
    return resolved(*from, id, size, depth + 1);
}

std::optional<EntryWord> EntryWords::fromCopies(size_t index, FlowPlace place, unsigned size, unsigned depth)
{
    Standing *here = standing(index);
    if (!here || depth > deepest)
        return std::nullopt;
    FlowValues &values = here->flow->values();
    const Id id = place.kind == FlowPlace::Kind::Slot ? values.entrySlot(place.number) : values.entry(place);
    auto word = held(index, id, size, depth + 1);
    return word ? word : passedOn(index, id, size, depth + 1);
}

/// In a place of the frame's own where nothing else was put since.
std::optional<EntryWord> EntryWords::held(size_t index, Id id, unsigned size, unsigned depth)
{
    Standing *here = standing(index);
    if (!here || id == 0 || depth > deepest)
        return std::nullopt;
    const FlowValues &values = here->flow->values();
    const Id low = values.low(id, size);
    const Frame &frame = m_stack.frames[index];
    const FlowState &state = here->moment->state;
    if (here->isExact) {
        for (int number = 0; number < generalRegisters; ++number) {
            for (const bool isVector : {false, true}) {
                const FlowPlace place = isVector ? FlowPlace::vectorLow(number) : FlowPlace::general(number);
                const auto content = frame.registers.get(isVector ? firstVector + number : number);
                if (content && values.low(state.get(place), size) == low)
                    return EntryWord{.value = lowBytes(*content, size),
                                     .isKept = true,
                                     .holder = index,
                                     .source = EntryWord::Source::Register};
            }
        }
    }
    const FlowValue value = values[low];
    // Part of an argument that came on the stack.
    if (value.kind == FlowValue::Kind::EntrySlot
        && values.low(state.load(here->flow->values(), int32_t(value.number), size), size) == low)
        return slotWord(index, value.number, size);
    std::optional<EntryWord> found;
    for (const FlowState::Slot &slot : state.frameSlots()) {
        if (slot.size < size || values.low(slot.value, size) != low)
            continue;
        const auto one = slotWord(index, slot.offset, size);
        if (one && (!found || (one->isKept && !found->isKept)))
            found = one;
        if (found && found->isKept)
            break;
    }
    return found;
}

std::optional<EntryWord> EntryWords::slotWord(size_t index, int64_t offset, unsigned size) const
{
    const Standing &here = m_standing.at(index);
    const Frame &frame = m_stack.frames[index];
    const int64_t end = offset + int64_t(size);
    if (!here.flow->isPrivate(offset, end) || offset < *here.moment->stack
        || (offset >= 0 && end > int64_t(here.argumentBytes)))
        return std::nullopt;
    if (!here.isExact) {
        std::optional<uint32_t> bytes;
        if (const auto callee = called(index); callee && here.callee == callee) {
            const auto match = m_sources.symbols.functionAt(m_stack.frames[*callee].functionEntry);
            if (match && match->function.argumentSize >= 0)
                bytes = uint32_t(match->function.argumentSize);
        }
        if (here.flow->outgoing(*here.moment->stack, bytes).touches(offset, end))
            return std::nullopt;
    }
    const Address address{frame.cfa.value + uint64_t(offset)};
    const auto content = m_sources.target.memory().readUnsigned(address, size);
    if (!content)
        return std::nullopt;
    const bool isUsed = here.pointers && here.pointers->isUsed(address).value_or(false);
    return EntryWord{.value = *content,
                     .isKept = isUsed || *content == 0 || (size == word && isStatic(Address{*content})),
                     .holder = index,
                     .source = EntryWord::Source::Slot,
                     .offset = offset};
}

/// As an argument of the call that the frame waits for, of which the callee has a copy.
std::optional<EntryWord> EntryWords::passedOn(size_t index, Id id, unsigned size, unsigned depth)
{
    Standing *here = standing(index);
    if (!here || id == 0 || depth > deepest || here->isExact || !here->callee || !here->isCalleeProven)
        return std::nullopt;
    const FlowValues &values = here->flow->values();
    const Id low = values.low(id, size);
    for (int number = 0; number < generalRegisters; ++number) {
        for (const bool isVector : {false, true}) {
            const FlowPlace place = isVector ? FlowPlace::vectorLow(number) : FlowPlace::general(number);
            if (here->moment->state.get(place) == 0 || values.low(here->moment->state.get(place), size) != low
                || ++m_work > mostWork)
                continue;
            if (const auto word = fromCopies(*here->callee, place, size, depth + 1))
                return word;
        }
    }
    return std::nullopt;
}

std::optional<EntryWord> EntryWords::resolved(size_t index, Id id, unsigned size, unsigned depth)
{
    Standing *here = standing(index);
    if (!here || id == 0 || depth > deepest || ++m_work > mostWork)
        return std::nullopt;
    id = here->flow->values().low(id, size);
    const FlowValue value = here->flow->values()[id];
    using Kind = FlowValue::Kind;
    if (value.kind == Kind::Constant)
        return EntryWord{.value = lowBytes(uint64_t(value.number), size),
                         .isKept = true,
                         .holder = index,
                         .source = EntryWord::Source::Constant};
    if (value.kind == Kind::Frame)
        return EntryWord{.value = lowBytes(m_stack.frames[index].cfa.value + uint64_t(value.number), size),
                         .isKept = true,
                         .holder = index,
                         .source = EntryWord::Source::StackAddress,
                         .offset = value.number};
    auto word = held(index, id, size, depth);
    switch (value.kind) {
    case Kind::Entry:
    case Kind::EntrySlot: {
        const FlowPlace place
            = value.kind == Kind::Entry ? value.place : FlowPlace::slot(int32_t(value.number), uint8_t(size));
        if (!word || !word->isKept) {
            auto other = fromCaller(index, place, size, depth + 1);
            if (word && other && other->value != word->value && !other->isFromMemory)
                return std::nullopt;
            if (!word || (other && other->isKept && other->value == word->value))
                word = other;
        }
        return word ? word : passedOn(index, id, size, depth + 1);
    }
    case Kind::ZeroExtended:
    case Kind::SignExtended: {
        if (word)
            return word;
        const auto bytes = unsigned(value.number);
        auto base = resolved(index, value.base, bytes, depth + 1);
        if (base)
            base->value = lowBytes(extended(base->value, bytes, value.kind == Kind::SignExtended), size);
        return base;
    }
    case Kind::Sum: {
        if (word)
            return word;
        auto base = resolved(index, value.base, 8, depth + 1);
        if (base)
            base->value = lowBytes(base->value + uint64_t(value.number), size);
        return base;
    }
    case Kind::Made:
        if (!word)
            word = passedOn(index, id, size, depth + 1);
        return word || value.base == 0 ? word : loaded(index, value, size, depth);
    default: return word;
    }
}

/// What was loaded through a pointer that is known, as it is in memory now.
std::optional<EntryWord> EntryWords::loaded(size_t index, const FlowValue &value, unsigned size, unsigned depth)
{
    const auto base = resolved(index, value.base, word, depth + 1);
    if (!base || !base->isKept)
        return std::nullopt;
    const Address address{base->value + uint64_t(value.number)};
    const auto content = m_sources.target.memory().readUnsigned(address, size);
    if (!content)
        return std::nullopt;
    return EntryWord{.value = *content,
                     .isKept = true,
                     .isFromMemory = base->isFromMemory || !isReadOnly(address),
                     .holder = index,
                     .source = EntryWord::Source::Memory,
                     .offset = int64_t(address.value)};
}

bool EntryWords::isReadOnly(Address address) const
{
    return std::ranges::any_of(m_sources.symbols.modules(), [address](const ModuleData &module) {
        return module.text.contains(address) || module.types.contains(address);
    });
}

/// Nothing there is ever freed.
bool EntryWords::isStatic(Address address) const
{
    return std::ranges::any_of(m_sources.symbols.modules(), [address](const ModuleData &module) {
        return module.text.contains(address) || module.types.contains(address) || module.data.contains(address)
            || module.bss.contains(address) || module.noptrdata.contains(address) || module.noptrbss.contains(address);
    });
}

std::string EntryWords::reason(const EntryWord &word, size_t index) const
{
    const Frame &holder = m_stack.frames[word.holder];
    const auto who = [&]() -> std::string {
        if (word.holder == index)
            return "the function";
        if (word.holder < index)
            return holder.function + ", called from here,";
        return (caller(index) == word.holder ? "the caller " : "the caller further out ") + holder.function;
    };
    const auto place = [&] { return "CFA" + std::string(word.offset < 0 ? "" : "+") + std::to_string(word.offset); };
    switch (word.source) {
    case EntryWord::Source::Slot: return who() + " keeps it at its " + place();
    case EntryWord::Source::Register: return who() + " has it in a register";
    case EntryWord::Source::Constant: return who() + " passes a constant";
    case EntryWord::Source::StackAddress: return who() + " passes the address of its " + place();
    case EntryWord::Source::Memory:
        return who() + " loaded it from " + Address{uint64_t(word.offset)}.toString()
            + (word.isFromMemory ? ", as in memory now" : "");
    }
    return {};
}

}
