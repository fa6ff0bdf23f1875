// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/functioninputs.h"

#include "backend/elf/registers.h"

#include <algorithm>
#include <array>

namespace Freezeframe
{

namespace
{

constexpr uint8_t assembly = 4; ///< Go internal/abi/symtab.go: FuncFlagAsm
constexpr int firstVector = 17; ///< DWARF number of xmm0
constexpr std::string_view dictionaryName = ".dict";

/// A parameter or result as the function's type has it.
struct Declared {
    const DwarfVariable *variable = nullptr;
    const Type *type = nullptr;
};

/// Nullopt if a type can't be told, or the order of the parameters.
std::optional<std::vector<Declared>> declaredIn(const std::vector<DwarfVariable> &variables, bool isResult,
                                                TypeGraph &types)
{
    std::vector<Declared> out;
    for (const DwarfVariable &variable : variables) {
        if (!variable.isParameter || variable.isResult != isResult || variable.depth != 0)
            continue;
        if (variable.isOnlyAbstract)
            return std::nullopt;
        if (isPieceName(variable.name)) {
            const std::string_view whole = std::string_view(variable.name).substr(0, variable.name.rfind('.'));
            if (std::ranges::find(variables, whole, &DwarfVariable::name) == variables.end())
                return std::nullopt;
            continue;
        }
        auto type = types.type(variable.type);
        if (type && variable.name.starts_with('&')) // moved to the heap: what is passed is the value
            type = types.type((*type)->element);
        if (!type)
            return std::nullopt;
        out.push_back({&variable, *type});
    }
    return out;
}

FlowPlace placeOf(const LocationPiece &piece)
{
    if (piece.kind == LocationPiece::Kind::Memory)
        return FlowPlace::slot(int32_t(piece.address.value), 0);
    return piece.registerNumber >= firstVector ? FlowPlace::vectorLow(piece.registerNumber - firstVector)
                                               : FlowPlace::general(piece.registerNumber);
}

bool isSamePlace(const FlowPlace &a, const FlowPlace &b)
{
    return a.kind == b.kind && a.number == b.number;
}

/// Whether what the debug information says of a parameter at the entry is what @p parts say, as far as it says something.
bool agrees(const DwarfVariable &variable, const std::vector<PassedPart> &parts, std::span<const std::byte> frameBase)
{
    if (!variable.isLocationListed || variable.location.empty() || variable.name.starts_with('&'))
        return true;
    Registers registers;
    for (int i = 0; i < Registers::count; ++i)
        registers.set(i, 0);
    const auto pieces = evaluateLocation(variable.location,
                                         {.memory = nullptr,
                                          .registers = &registers,
                                          .cfa = Address{},
                                          .frameBase = frameBase,
                                          .bias = 0,
                                          .tlsBase = {}});
    if (!pieces)
        return true;
    auto part = parts.begin();
    for (const LocationPiece &piece : *pieces) {
        if (piece.kind != LocationPiece::Kind::Register && piece.kind != LocationPiece::Kind::Memory)
            continue;
        const FlowPlace place = placeOf(piece);
        while (part != parts.end() && !isSamePlace(part->place, place))
            ++part;
        if (part == parts.end())
            return false;
    }
    return true;
}

enum class Dictionary : uint8_t { None, First, AfterReceiver };

/// The inputs if the dictionary, which the debug information leaves out, comes there.
std::optional<FunctionInputs> inputsWith(Dictionary dictionary, std::span<const Declared> inputs,
                                         std::span<const Declared> results, const GoFunction &code,
                                         std::span<const std::byte> frameBase, TypeGraph &types)
{
    std::vector<const Type *> in, out;
    for (const Declared &one : inputs)
        in.push_back(one.type);
    for (const Declared &one : results)
        out.push_back(one.type);
    const size_t at = dictionary == Dictionary::AfterReceiver ? 1 : 0;
    if (dictionary != Dictionary::None) {
        if (in.size() < at)
            return std::nullopt;
        in.insert(in.begin() + ptrdiff_t(at), types.predeclared("uintptr"));
    }
    const auto assignment = RegisterAssignment::of(types, in, out);
    if (!assignment || code.argumentSize < 0 || assignment->argumentBytes != uint64_t(code.argumentSize))
        return std::nullopt;
    FunctionInputs found;
    for (size_t i = 0, parameter = 0; i < assignment->inputs.size(); ++i) {
        const std::vector<PassedPart> &parts = assignment->inputs[i];
        const bool isHidden = dictionary != Dictionary::None && i == at;
        const bool isDictionary = isHidden || inputs[parameter].variable->name == dictionaryName;
        if (isDictionary && parts.size() == 1)
            found.dictionary = parts.front().place;
        if (i == 0 || isDictionary) {
            for (const PassedPart &part : parts)
                found.first.push_back(part.place);
        }
        if (isHidden)
            continue;
        const DwarfVariable &variable = *inputs[parameter++].variable;
        if (!agrees(variable, parts, frameBase))
            return std::nullopt;
        found.parts.emplace(variable.die, parts);
    }
    return found;
}

}

bool isPieceName(std::string_view name)
{
    static constexpr auto pieces
        = std::to_array<std::string_view>({"ptr", "len", "cap", "itab", "type", "data", "real", "imag"});
    const size_t dot = name.rfind('.');
    return dot != std::string_view::npos && dot != 0 && std::ranges::contains(pieces, name.substr(dot + 1));
}

std::optional<FunctionInputs> FunctionInputs::of(DwarfModule &module, const DwarfFunction &function,
                                                 const GoFunction &code, Address linkedEntry, TypeGraph &types)
{
    if ((code.flags & assembly) != 0 || !function.isGo)
        return std::nullopt;
    const auto variables = module.variables(function, 0, linkedEntry);
    if (!variables)
        return std::nullopt;
    const auto inputs = declaredIn(*variables, false, types);
    const auto results = declaredIn(*variables, true, types);
    if (!inputs || !results)
        return std::nullopt;
    const bool isTold
        = std::ranges::any_of(*inputs, [](const Declared &one) { return one.variable->name == dictionaryName; });
    const bool isGeneric = !isTold && code.name.contains('[');
    std::optional<FunctionInputs> found;
    for (const Dictionary dictionary : {Dictionary::None, Dictionary::First, Dictionary::AfterReceiver}) {
        if (dictionary != Dictionary::None && !isGeneric)
            break;
        auto one = inputsWith(dictionary, *inputs, *results, code, module.frameBase(function), types);
        if (!one)
            continue;
        if (found)
            return std::nullopt; // both would do
        found = std::move(one);
    }
    return found;
}

}
