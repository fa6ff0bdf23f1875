// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/dwarf/dwarfvariables.h"

#include "backend/dwarf/addresslists.h"
#include "backend/dwarf/locationexpression.h"

#include <algorithm>
#include <unordered_set>

namespace Freezeframe
{

namespace
{

/// A constant as the bytes of its form, or as a block of 1 to 8 bytes.
std::optional<int64_t> constantOf(const AttributeValue &value)
{
    if (value.valueClass == AttributeValue::Class::Number)
        return static_cast<int64_t>(value.number);
    if (value.valueClass == AttributeValue::Class::Block && !value.block.empty() && value.block.size() <= 8) {
        uint64_t number = 0;
        std::memcpy(&number, value.block.data(), value.block.size());
        return static_cast<int64_t>(number);
    }
    return std::nullopt;
}

bool isVariable(uint16_t tag)
{
    return tag == Dw::TagFormalParameter || tag == Dw::TagVariable;
}

}

/// What one look at a function gathers.
struct DwarfVariables::Walk {
    uint64_t pc = 0;
    std::vector<DwarfVariable> variables;
    std::unordered_set<uint64_t> origins; ///< abstract DIEs that have a concrete one
    std::optional<Error> damage;
};

DwarfVariables::DwarfVariables(DwarfUnits &units, DwarfFunctions &functions, const DwarfHandle &handle, uint32_t module)
    : m_units(units)
    , m_functions(functions)
    , m_handle(handle)
    , m_module(module)
{
}

Result<std::vector<DwarfVariable>> DwarfVariables::inFunction(const DwarfFunction &function, uint64_t inlinedDie,
                                                              uint64_t pc)
{
    constexpr size_t mostKnown = 4096;
    const std::pair key(inlinedDie ? inlinedDie : function.die, pc);
    if (const auto known = m_known.find(key); known != m_known.end())
        return known->second;
    auto variables = readFunction(function, inlinedDie, pc);
    if (m_known.size() >= mostKnown)
        m_known.clear();
    if (variables)
        m_known.emplace(key, *variables);
    return variables;
}

Result<std::vector<DwarfVariable>> DwarfVariables::readFunction(const DwarfFunction &function, uint64_t inlinedDie,
                                                                uint64_t pc)
{
    auto die = m_handle.die(inlinedDie ? inlinedDie : function.die);
    if (!die)
        return std::unexpected(std::move(die.error()));
    Walk walk;
    walk.pc = pc;
    collect(*die, 0, walk);
    if (walk.variables.empty() && walk.damage)
        return std::unexpected(std::move(*walk.damage));
    addOptimizedOut(*die, walk);
    for (DwarfVariable &variable : walk.variables) {
        if (variable.declarationFile.empty())
            variable.declarationFile = inlinedDie ? std::string() : function.file;
    }
    std::ranges::stable_sort(walk.variables, [](const DwarfVariable &a, const DwarfVariable &b) {
        if (a.isParameter != b.isParameter)
            return a.isParameter;
        if (a.isParameter) // in the order of the signature
            return false;
        return a.depth != b.depth ? a.depth < b.depth : a.declarationLine < b.declarationLine;
    });
    return std::move(walk.variables);
}

void DwarfVariables::collect(const DwarfDie &parent, unsigned depth, Walk &walk)
{
    if (depth > maximumBlockDepth)
        return;
    auto child = parent.child();
    for (; child && *child; child = child->sibling()) {
        if (isVariable(child->tag())) {
            uint64_t origin = 0;
            DwarfVariable variable = read(*child, walk.pc, &origin);
            if (origin)
                walk.origins.insert(origin);
            if (variable.name.empty()) // GCC's unnamed parameters
                continue;
            variable.depth = depth;
            walk.variables.push_back(std::move(variable));
        } else if (child->tag() == Dw::TagLexicalBlock) {
            const auto ranges = codeRanges(m_units, *child);
            const bool isAbstract = !child->has(Dw::AtRanges) && !child->has(Dw::AtLowPc);
            if (isAbstract || (ranges && containsPc(*ranges, walk.pc)))
                collect(*child, depth + 1, walk);
        }
    }
    if (!child && !walk.damage)
        walk.damage = std::move(child.error());
}

void DwarfVariables::addOptimizedOut(const DwarfDie &function, Walk &walk)
{
    const auto origin = function.reference(Dw::AtAbstractOrigin);
    if (!origin)
        return;
    const auto abstract = m_handle.die(*origin);
    if (!abstract)
        return;
    for (auto child = abstract->child(); child && *child; child = child->sibling()) {
        if (!isVariable(child->tag()) || walk.origins.contains(child->key()))
            continue;
        DwarfVariable variable = read(*child, walk.pc, nullptr);
        variable.isOnlyAbstract = true;
        if (!variable.name.empty())
            walk.variables.push_back(std::move(variable));
    }
}

DwarfVariable DwarfVariables::read(const DwarfDie &die, std::optional<uint64_t> pc, uint64_t *originKey)
{
    DwarfVariable variable;
    variable.die = die.key();
    variable.isParameter = die.tag() == Dw::TagFormalParameter;
    readPlace(die, pc, variable);

    DwarfDie origin; // of the DIE in hand, hop by hop
    const DwarfDie *at = &die;
    uint64_t lastType = 0;
    std::optional<uint64_t> file;
    for (int hops = 0; hops < 4; ++hops) {
        if (variable.name.empty())
            variable.name = at->text(Dw::AtName).value_or(std::string());
        if (!lastType)
            lastType = at->reference(Dw::AtType).value_or(0);
        if (!variable.declarationLine)
            variable.declarationLine = at->number(Dw::AtDeclLine).value_or(0);
        if (!file && (file = at->number(Dw::AtDeclFile)))
            variable.declarationFile = m_functions.fileName(at->key(), *file);
        variable.isResult = variable.isResult || at->flag(Dw::AtVariableParameter);
        if (!variable.closureOffset)
            variable.closureOffset = at->number(Dw::AtGoClosureOffset);
        auto next = at->reference(Dw::AtAbstractOrigin);
        if (!next)
            next = at->reference(Dw::AtSpecification);
        if (!next)
            break;
        if (hops == 0 && originKey)
            *originKey = *next;
        auto there = m_handle.die(*next);
        if (!there)
            break;
        if (!variable.hasLocationAttribute && !variable.constantValue)
            readPlace(*there, pc, variable);
        origin = std::move(*there);
        at = &origin;
    }
    if (lastType)
        variable.type = {.origin = TypeRef::Origin::Dwarf, .module = m_module, .key = lastType};
    return variable;
}

void DwarfVariables::readPlace(const DwarfDie &die, std::optional<uint64_t> pc, DwarfVariable &variable)
{
    if (const auto constant = die.value(Dw::AtConstValue); constant && constant->isSet())
        variable.constantValue = constantOf(*constant);
    const auto location = die.value(Dw::AtLocation);
    variable.hasLocationAttribute = !location || location->isSet();
    if (!location) {
        variable.locationError = location.error();
        return;
    }
    if (!location->isSet())
        return;
    variable.isLocationListed = location->valueClass != AttributeValue::Class::Block;
    auto expression = locationIn(*location, die.key(), pc.value_or(0));
    if (expression)
        expression = resolved(*expression, die.key());
    if (expression)
        variable.location = *expression;
    else
        variable.locationError = std::move(expression.error());
}

template<typename Read>
auto DwarfVariables::withList(const AttributeValue &value, uint64_t die, Read read)
{
    using Class = AttributeValue::Class;
    using Answer = std::invoke_result_t<Read, std::span<const std::byte>, uint64_t, const ListContext &, bool>;
    const auto index = m_units.indexAt(die);
    if (!index
        || (value.valueClass != Class::Offset && value.valueClass != Class::Number && value.valueClass != Class::Index))
        return Answer(fail(ErrorCode::BadFormat, "debug information: a location of an unknown kind"));
    const DwarfUnit &unit = m_units.unitWithRoot(*index);
    const auto lookUp = [&](uint64_t entry) { return m_units.addressAtIndex(entry, unit); };
    const ListContext context{.base = unit.root.lowPc, .addressSize = unit.sizes.addressSize, .address = lookUp};
    const bool isOld = unit.sizes.version < 5;
    const auto section = isOld ? DwarfSection::Loc : DwarfSection::Loclists;
    const auto bytes = m_units.sections().bytes(section);
    if (bytes.empty())
        return Answer(
            fail(ErrorCode::NotFound, "the file has no usable " + std::string(DwarfSections::nameOf(section))));
    if (isOld || value.valueClass != Class::Index)
        return read(bytes, value.number, context, isOld);
    const auto offset = listOffset(bytes, unit.root.locationListsBase, value.number, unit.sizes.offsetSize);
    if (!offset)
        return Answer(fail(ErrorCode::BadFormat, "debug information: a location list out of its table"));
    return read(bytes, *offset, context, isOld);
}

Result<std::span<const std::byte>> DwarfVariables::locationIn(const AttributeValue &value, uint64_t die, uint64_t pc)
{
    if (value.valueClass == AttributeValue::Class::Block)
        return value.block;
    return withList(
        value, die, [pc](std::span<const std::byte> bytes, uint64_t offset, const ListContext &context, bool isOld) {
            return isOld ? findLocation(bytes, offset, pc, context) : findLocationV5(bytes, offset, pc, context);
        });
}

std::vector<DwarfPlace> DwarfVariables::places(uint64_t die)
{
    std::vector<DwarfPlace> all;
    const auto variable = m_handle.die(die);
    const auto value = variable ? variable->value(Dw::AtLocation) : std::unexpected(variable.error());
    if (!value || !value->isSet() || value->valueClass == AttributeValue::Class::Block)
        return all;
    const auto entries = withList(
        *value, die, [](std::span<const std::byte> bytes, uint64_t offset, const ListContext &context, bool isOld) {
            return isOld ? readLocations(bytes, offset, context) : readLocationsV5(bytes, offset, context);
        });
    for (const LocationEntry &entry : entries ? *entries : std::vector<LocationEntry>()) {
        if (const auto expression = resolved(entry.expression, die))
            all.push_back({.code = entry.code, .location = *expression});
    }
    return all;
}

Result<std::span<const std::byte>> DwarfVariables::resolved(std::span<const std::byte> expression, uint64_t die)
{
    if (expression.empty())
        return expression;
    if (const auto done = m_rewritten.find(expression.data()); done != m_rewritten.end())
        return std::span<const std::byte>(done->second);
    const auto index = m_units.indexAt(die);
    if (!index || !hasIndexedAddresses(expression, m_units.unit(*index).sizes))
        return expression;
    const DwarfUnit &unit = m_units.unitWithRoot(*index);
    auto rewritten
        = withoutIndices(expression, unit.sizes, [&](uint64_t entry) { return m_units.addressAtIndex(entry, unit); });
    if (!rewritten)
        return std::unexpected(std::move(rewritten.error()));
    return std::span<const std::byte>(m_rewritten.emplace(expression.data(), std::move(*rewritten)).first->second);
}

Result<DwarfVariable> DwarfVariables::global(uint64_t key, std::string_view name)
{
    auto die = m_handle.die(key);
    if (!die)
        return std::unexpected(std::move(die.error()));
    DwarfVariable variable = read(*die, std::nullopt, nullptr);
    if (!name.empty())
        variable.name = name;
    return variable;
}

std::span<const std::byte> DwarfVariables::frameBase(const DwarfFunction &function)
{
    if (const auto known = m_frameBases.find(function.die); known != m_frameBases.end())
        return known->second;
    return m_frameBases.emplace(function.die, readFrameBase(function)).first->second;
}

std::span<const std::byte> DwarfVariables::readFrameBase(const DwarfFunction &function)
{
    const auto die = m_handle.die(function.die);
    if (!die)
        return {};
    const auto value = die->value(Dw::AtFrameBase);
    if (!value || value->valueClass != AttributeValue::Class::Block)
        return {};
    return resolved(value->block, function.die).value_or(std::span<const std::byte>());
}

}
