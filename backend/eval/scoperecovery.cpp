// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/evaluator.h"
#include "backend/eval/scopeplace.h"

#include <algorithm>
#include <cstring>

namespace Freezeframe
{

namespace
{

constexpr uint64_t word = 8;
constexpr uint64_t mostBytes = 4096; ///< of a parameter that is put together
constexpr size_t mostInputs = 4096; ///< functions whose inputs are kept
constexpr size_t mostReasons = 3;

/// Whether @p value has bytes [begin, end) of its own.
bool isTold(const Value &value, uint64_t begin, uint64_t end)
{
    if (value.error)
        return false;
    return std::ranges::none_of(value.missing,
                                [&](const auto &range) { return range.first < end && begin < range.second; });
}

bool isLost(const Value &value)
{
    return value.error ? value.error->code == ErrorCode::OptimizedOut : !value.missing.empty();
}

/// Whether the address may be in the stack that the frames are on: who keeps such a pointer nowhere may keep one into
/// the stack as it was before it was moved.
bool isInStack(const Stack &stack, uint64_t address)
{
    uint64_t low = ~uint64_t(0), high = 0;
    for (const Frame &frame : stack.frames) {
        if (frame.kind != FrameKind::Go || frame.cfa.isNull() || frame.onSystemStack)
            continue;
        low = std::min(low, frame.registers.sp().value);
        high = std::max(high, frame.cfa.value);
    }
    return low <= address && address <= high;
}

std::string joined(const std::vector<std::string> &reasons)
{
    std::string text;
    for (size_t i = 0; i < std::min(reasons.size(), mostReasons); ++i)
        text += (i == 0 ? "" : "; ") + reasons[i];
    return reasons.size() > mostReasons ? text + "; …" : text;
}

}

const FunctionInputs *Scope::inputsOf(const Frame &frame) const
{
    if (const auto known = m_inputs.find(frame.functionEntry); known != m_inputs.end())
        return known->second ? &*known->second : nullptr;
    if (m_inputs.size() >= mostInputs)
        m_inputs.clear();
    std::optional<FunctionInputs> &inputs = m_inputs[frame.functionEntry];
    const auto match = m_sources.symbols->functionAt(frame.functionEntry);
    DwarfModule *module = frame.module && m_sources.dwarf ? m_sources.dwarf(*frame.module) : nullptr;
    if (!match || !module || match->function.entry != frame.functionEntry)
        return nullptr;
    const Address linked = frame.functionEntry - m_sources.target->modules()[*frame.module].bias;
    const auto function = module->functionAt(linked);
    if (function)
        inputs = FunctionInputs::of(*module, **function, match->function, linked, m_reader.types());
    return inputs ? &*inputs : nullptr;
}

/// The closure that runs and the dictionary of its types, if the frame was called with them and the debug information
/// does not tell.
void Scope::recoverHidden(Place &place, const std::vector<DwarfVariable> &variables) const
{
    const Frame &frame = *place.frame;
    if (frame.inlined || frame.kind != FrameKind::Go || !m_sources.symbols || !place.function->isOptimised)
        return;
    place.words = std::make_shared<EntryWords>(
        EntryWords::Sources{.target = *m_sources.target,
                            .symbols = *m_sources.symbols,
                            .flows = m_flows,
                            .inputs = [this](const Frame &one) { return inputsOf(one); }},
        *place.stack);
    const bool hasCaptures
        = std::ranges::any_of(variables, [](const DwarfVariable &one) { return one.closureOffset.has_value(); });
    if (hasCaptures && !place.closure) {
        const auto context
            = place.words->at(place.index, FlowPlace::general(frame.registers.info().closureRegister), word);
        // A closure begins with its code.
        const auto code = context ? m_reader.memory().readPointer(Address{context->value})
                                  : Result<Address>(fail(ErrorCode::NotFound, {}));
        if (code && *code == frame.functionEntry && (context->isKept || !isInStack(*place.stack, context->value))) {
            place.closure = Address{context->value};
            place.closureWord = context;
        }
    }
    const bool isGeneric = std::ranges::any_of(variables, [](const DwarfVariable &one) { return one.name == ".dict"; })
        || place.function->name.contains('[');
    if (isGeneric && !place.dictionary) {
        const FunctionInputs *inputs = inputsOf(frame);
        const auto dictionary
            = inputs && inputs->dictionary ? place.words->at(place.index, *inputs->dictionary, word) : std::nullopt;
        if (dictionary && dictionary->value != 0)
            place.dictionary = Address{dictionary->value};
    }
}

void Scope::recoverLost(const Place &place, const std::vector<DwarfVariable> &variables,
                        std::vector<Value> &values) const
{
    if (!place.words)
        return;
    for (Value &value : values) {
        if (!value.isArgument || value.isEscaped || value.isCaptured || !value.type || !isLost(value))
            continue;
        const auto variable = std::ranges::find_if(variables, [&](const DwarfVariable &one) {
            return one.isParameter && !one.isResult && one.depth == 0 && one.name == value.name
                && one.declarationLine == value.declarationLine;
        });
        const FunctionInputs *inputs = variable == variables.end() ? nullptr : inputsOf(*place.frame);
        const auto parts = inputs ? inputs->parts.find(variable->die)
                                  : std::map<uint64_t, std::vector<PassedPart>>::const_iterator();
        if (inputs && parts != inputs->parts.end())
            recover(place, parts->second, value);
    }
}

/// Puts @p value together as it was passed. What the debug information still tells of it must be the same: else it was
/// assigned again, and parts of two values are none.
void Scope::recover(const Place &place, const std::vector<PassedPart> &parts, Value &value) const
{
    const uint64_t size = value.type->size;
    if (size == 0 || size > mostBytes)
        return;
    std::vector<std::byte> bytes(size);
    std::vector<std::pair<uint64_t, uint64_t>> missing;
    std::vector<std::string> reasons;
    bool isKept = true, isFromMemory = false;
    for (const PassedPart &part : parts) {
        const uint64_t end = part.offset + part.size;
        if (end > size || part.size > word)
            return;
        auto found = place.words->at(place.index, part.place, unsigned(part.size));
        if (found && part.isPointer && !found->isKept && isInStack(*place.stack, found->value))
            found.reset();
        if (isTold(value, part.offset, end)) {
            const auto told = m_reader.word(value, part.offset, part.size);
            if (!found || !told || *told != found->value)
                return;
        }
        if (!found) {
            missing.emplace_back(part.offset, end);
            continue;
        }
        std::memcpy(bytes.data() + part.offset, &found->value, part.size);
        isKept = isKept && (found->isKept || !part.isPointer);
        isFromMemory = isFromMemory || found->isFromMemory;
        std::string reason = place.words->reason(*found, place.index);
        if (!isTold(value, part.offset, end) && !std::ranges::contains(reasons, reason))
            reasons.push_back(std::move(reason));
    }
    if (reasons.empty())
        return;
    value.error.reset();
    value.address = {};
    value.bytes = std::make_shared<const std::vector<std::byte>>(std::move(bytes));
    value.missing = std::move(missing);
    value.recovered = isFromMemory ? Value::Recovered::Memory : Value::Recovered::Passed;
    value.recoveredFrom = joined(reasons);
    value.leftOver = !isKept;
}

}
