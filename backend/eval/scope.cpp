// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/scope.h"

#include "backend/eval/evaluator.h"
#include "backend/eval/functionnames.h"
#include "backend/eval/pointerwords.h"
#include "backend/eval/scopeplace.h"
#include "backend/eval/variablepieces.h"

#include <algorithm>
#include <map>

namespace Freezeframe
{

namespace
{

constexpr std::string_view dictionaryName = ".dict";
constexpr std::string_view closureName = ".closureptr";
constexpr unsigned maxRangeNesting = 16;

/// Variables of the compiler that mean nothing to a reader of the program.
bool isHidden(std::string_view name)
{
    return name.empty() || name.starts_with('.') || name.starts_with('#') || name.starts_with("&#");
}

/// Whether the frame goes on after a call of its own: not if it was interrupted, nor if what it called never returns.
bool waitsForCall(const Stack &stack, size_t index)
{
    const Frame &frame = stack.frames[index];
    if (frame.pc == frame.lookupPc || frame.cfa.isNull())
        return false;
    while (index > 0 && stack.frames[index].cfa == frame.cfa)
        --index;
    return stack.frames[index].cfa == frame.cfa || !neverReturns(stack.frames[index].function);
}

/// Marks all but the last visible one of each name.
void markShadowed(std::vector<Value> &variables)
{
    std::map<std::string_view, Value *> last;
    for (Value &variable : variables) {
        if (variable.notYetDeclared)
            continue;
        Value *&previous = last[variable.name];
        if (previous)
            previous->shadowed = true;
        previous = &variable;
    }
}

}

Result<Scope::Place> Scope::locate(const Stack &stack, size_t index) const
{
    if (index >= stack.frames.size())
        return fail(ErrorCode::NotFound, "no frame " + std::to_string(index));
    const Frame &frame = stack.frames[index];
    if (!m_sources.target || !frame.module || *frame.module >= m_sources.target->modules().size())
        return fail(ErrorCode::NotFound, "the frame's code belongs to no known file");
    const Module &module = m_sources.target->modules()[*frame.module];
    Place place;
    place.frame = &frame;
    place.stack = &stack;
    place.index = index;
    place.module = m_sources.dwarf ? m_sources.dwarf(*frame.module) : nullptr;
    if (!place.module)
        return fail(ErrorCode::NotFound, "no debug information for " + module.path);
    place.linkedPc = frame.lookupPc.value - module.bias;
    const auto function = place.module->functionAt(Address{place.linkedPc});
    if (!function)
        return std::unexpected(function.error());
    place.function = *function;
    if (frame.inlined) {
        const auto calls = place.module->inlinedAt(**function, Address{place.linkedPc});
        if (!calls)
            return std::unexpected(calls.error());
        const auto die = inlinedCallOf(*calls, frame.function, frame.inlineDepth);
        if (!die)
            return fail(ErrorCode::NotFound,
                        "the debug information has no inlined call of " + frame.function + " here");
        place.inlinedDie = *die;
    }
    place.context = {.memory = &m_reader.memory(),
                     .registers = &frame.registers,
                     .cfa = frame.cfa.isNull() ? std::nullopt : std::optional(frame.cfa),
                     .frameBase = place.module->frameBase(**function),
                     .bias = module.bias,
                     .tlsBase = {}};
    if (m_sources.symbols && (*function)->isGo) {
        const auto match = m_sources.symbols->functionAt(frame.lookupPc);
        if (match && match->module && match->module->pclntab) {
            const auto size = match->module->pclntab->frameSize(match->function, frame.lookupPc);
            place.frameNotSetUp = size && *size == 0;
            place.argumentsNotStored = place.frameNotSetUp && frame.lookupPc == frame.pc;
            if (waitsForCall(stack, index))
                place.pointers = PointerMaps::at(*match->module->pclntab, match->function, frame.lookupPc, frame.cfa);
        }
    }
    return place;
}

void Scope::findHiddenVariables(Place &place, const std::vector<DwarfVariable> &variables) const
{
    for (const DwarfVariable &variable : variables) {
        const bool isDictionary = variable.name == dictionaryName;
        if (!isDictionary && variable.name != closureName)
            continue;
        const Value value = load(place, variable);
        const auto address = value.error ? std::unexpected(*value.error) : m_reader.word(value);
        if (address && *address != 0)
            (isDictionary ? place.dictionary : place.closure) = Address{*address};
    }
    // At the very entry of a closure its address is still in the register for it.
    const bool atEntry = place.argumentsNotStored && place.frame->pc == place.frame->functionEntry;
    if (!place.closure && atEntry && !place.frame->inlined) {
        if (const auto address = place.frame->registers.get(place.frame->registers.info().closureRegister))
            place.closure = Address{*address};
    }
}

Result<std::vector<Value>> Scope::own(const Place &place) const
{
    const auto found = place.module->variables(*place.function, place.inlinedDie, Address{place.linkedPc});
    if (!found)
        return std::unexpected(found.error());
    Place complete = place;
    const Address pc = place.frame->pc;
    if (pc != place.frame->lookupPc) {
        const Address linked{pc.value - place.context.bias};
        const auto still = place.module->functionAt(linked);
        const auto later = still && *still == place.function
            ? place.module->variables(*place.function, place.inlinedDie, linked)
            : Result<std::vector<DwarfVariable>>(fail(ErrorCode::NotFound, {}));
        for (const DwarfVariable &variable : later ? *later : std::vector<DwarfVariable>()) {
            if (!variable.location.empty())
                complete.afterCall.emplace(variable.die, variable.location);
        }
    }
    findHiddenVariables(complete, *found);
    recoverHidden(complete, *found);
    std::vector<Value> out;
    for (const DwarfVariable &variable : *found) {
        if (isHidden(variable.name))
            continue;
        Value value = load(complete, variable);
        const auto line = static_cast<uint64_t>(std::max(place.frame->line, 0));
        if (!variable.isParameter && variable.declarationLine != 0 && line != 0) {
            value.notYetDeclared
                = variable.closureOffset ? variable.declarationLine > line : variable.declarationLine >= line;
        }
        if (variable.name.size() > 1 && variable.name.starts_with('&')) {
            if (!value.error && value.type->kind == TypeKind::Pointer) {
                auto target = m_reader.pointee(value);
                const bool pending = value.notYetDeclared;
                const bool leftOver = value.leftOver;
                const auto recovered = value.recovered;
                std::string recoveredFrom = std::move(value.recoveredFrom);
                value = target ? std::move(*target) : m_reader.at(value.type->element, {}, {});
                value.notYetDeclared = pending;
                value.leftOver = leftOver;
                value.recovered = recovered;
                value.recoveredFrom = std::move(recoveredFrom);
                if (!target)
                    value.error = Error{.code = ErrorCode::NotFound, .message = "has no place in memory yet"};
            }
            value.isEscaped = true;
            value.name = variable.name.substr(1);
        }
        value.isArgument = variable.isParameter && !variable.isResult;
        value.isResult = variable.isResult;
        value.isCaptured = variable.closureOffset.has_value();
        value.declarationLine = variable.declarationLine;
        out.push_back(std::move(value));
    }
    out = withPiecesJoined(m_reader, std::move(out));
    recoverLost(complete, *found, out);
    return out;
}

std::optional<size_t> Scope::enclosingRangeFrame(const Stack &stack, size_t index, const Place &place) const
{
    const std::string_view parent = rangeParent(place.frame->function);
    if (parent.empty())
        return std::nullopt;
    std::optional<size_t> nearest;
    for (size_t i = index + 1; i < stack.frames.size(); ++i) {
        const Frame &frame = stack.frames[i];
        const bool isFamily = frame.function == parent || rangeParent(frame.function) == parent;
        if (!isFamily)
            continue;
        if (!nearest)
            nearest = i;
        // The closure of the body lies in the frame that made it, unless it escaped.
        if (!place.closure || (frame.registers.sp() <= *place.closure && *place.closure < frame.cfa))
            return i;
    }
    return nearest;
}

void Scope::addAroundInlinedClosure(const Stack &stack, size_t index, std::vector<Value> &variables) const
{
    // A closure that is inlined into the function around it captures nothing: it uses that function's variables.
    const Frame &frame = stack.frames[index];
    const std::string_view parent = frame.inlined ? closureParent(frame.function) : std::string_view();
    if (parent.empty())
        return;
    for (size_t i = index + 1; i < stack.frames.size() && stack.frames[i].cfa == frame.cfa; ++i) {
        const Frame &outer = stack.frames[i];
        if (outer.function != parent || outer.file != frame.file)
            continue;
        const auto place = locate(stack, i);
        auto around = place ? own(*place) : std::unexpected(place.error());
        if (!around)
            return;
        const auto line = static_cast<uint64_t>(std::max(frame.line, 0));
        std::erase_if(*around, [line](const Value &value) {
            return value.isResult || (!value.isArgument && value.declarationLine >= line);
        });
        for (Value &value : *around) {
            value.isCaptured = true;
            value.notYetDeclared = false;
        }
        variables.insert(variables.begin(), std::make_move_iterator(around->begin()),
                         std::make_move_iterator(around->end()));
        return;
    }
}

Result<std::vector<Value>> Scope::variables(const Stack &stack, size_t index) const
{
    m_flows.trim();
    auto place = locate(stack, index);
    if (!place)
        return std::unexpected(place.error());
    auto variables = own(*place);
    if (!variables)
        return variables;
    addAroundInlinedClosure(stack, index, *variables);
    // From the body of a range over a function outwards to the function that has the loop.
    for (unsigned nesting = 0; nesting < maxRangeNesting; ++nesting) {
        const auto hidden = place->module->variables(*place->function, place->inlinedDie, Address{place->linkedPc});
        if (hidden)
            findHiddenVariables(*place, *hidden);
        const auto outer = enclosingRangeFrame(stack, index, *place);
        if (!outer)
            break;
        index = *outer;
        place = locate(stack, index);
        auto around = place ? own(*place) : std::unexpected(place.error());
        if (!around)
            break;
        std::erase_if(*variables, [](const Value &value) { return value.isCaptured || value.name.starts_with('~'); });
        around->insert(around->end(), std::make_move_iterator(variables->begin()),
                       std::make_move_iterator(variables->end()));
        variables = std::move(around);
    }
    markShadowed(*variables);
    return variables;
}

}
