// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/dwarf/dwarffunctions.h"

#include "backend/base/text.h"

#include <algorithm>
#include <cstdlib>
#include <cxxabi.h>

namespace Freezeframe
{

namespace
{

/// C++ names as people write them; all others unchanged.
std::string readable(std::string_view linked)
{
    // The demangler's stack use grows with the name.
    if (!linked.starts_with("_Z") || linked.size() > 2048)
        return std::string(linked);
    int status = 0;
    char *text = abi::__cxa_demangle(std::string(linked).c_str(), nullptr, nullptr, &status);
    std::string name = status == 0 && text ? text : std::string(linked);
    std::free(text);
    return name;
}

std::optional<uint64_t> rangeListNumber(const AttributeValue &value, uint16_t &form)
{
    form = value.valueClass == AttributeValue::Class::Index ? Dw::FormRnglistx : Dw::FormSecOffset;
    const bool isList = value.valueClass == AttributeValue::Class::Index
        || value.valueClass == AttributeValue::Class::Offset || value.valueClass == AttributeValue::Class::Number;
    return isList ? std::optional(value.number) : std::nullopt;
}

}

Result<std::vector<AddressRange>> codeRanges(DwarfUnits &units, const DwarfDie &die)
{
    const auto list = die.value(Dw::AtRanges);
    if (!list)
        return std::unexpected(list.error());
    if (list->isSet()) {
        const auto unit = units.indexAt(die.key());
        uint16_t form = 0;
        const auto number = rangeListNumber(*list, form);
        if (!unit || !number)
            return fail(ErrorCode::BadFormat, "debug information: an address list of an unknown kind");
        auto ranges = units.ranges(FormValue{.form = form, .number = *number, .text = {}, .block = {}},
                                   units.unitWithRoot(*unit));
        if (!ranges)
            return fail(ErrorCode::BadFormat, "debug information: an address list is damaged");
        return std::move(*ranges);
    }
    const auto low = die.address(Dw::AtLowPc);
    const auto high = die.value(Dw::AtHighPc);
    if (!low || !high || !high->isSet())
        return std::vector<AddressRange>();
    const uint64_t end = high->valueClass == AttributeValue::Class::Address ? high->number : *low + high->number;
    return std::vector<AddressRange>{{{*low}, {end}}};
}

bool containsPc(std::span<const AddressRange> ranges, uint64_t pc)
{
    return std::ranges::any_of(ranges, [&](const AddressRange &range) { return range.contains({pc}); });
}

DwarfFunctions::DwarfFunctions(DwarfUnits &units, DwarfIndex &index, const DwarfHandle &handle)
    : m_units(units)
    , m_index(index)
    , m_handle(handle)
{
}

Result<const DwarfFunction *> DwarfFunctions::at(uint64_t pc)
{
    const auto place = m_index.functionAt(pc);
    if (!place)
        return fail(ErrorCode::NotFound, "no function in the debug information at " + hex(pc));
    return load(place->die);
}

Result<const DwarfFunction *> DwarfFunctions::named(std::string_view name)
{
    const auto die = m_index.functionNamed(name);
    if (!die)
        return fail(ErrorCode::NotFound, "no function " + escaped(name) + " in the debug information");
    return load(*die);
}

Result<const DwarfFunction *> DwarfFunctions::load(uint64_t key)
{
    const auto [found, isNew] = m_functions.try_emplace(key);
    if (!isNew)
        return found->second.get();
    auto die = m_handle.die(key);
    const auto unit = m_units.indexAt(key);
    if (!die || !unit) {
        m_functions.erase(found);
        return std::unexpected(die ? Error{.message = "a function outside of all units"} : std::move(die.error()));
    }
    auto function = std::make_unique<DwarfFunction>();
    function->die = key;
    function->unit = m_units.unit(*unit).offset;
    function->isGo = m_units.unitWithRoot(*unit).isGo();
    // Go cmd/compile/internal/gc: recordFlags; "Go cmd/compile go1.26.1; -N -l regabi"
    function->isOptimised = !m_units.unitWithRoot(*unit).root.producer.contains(" -N");
    function->name = readable(nameOfDie(m_units, key));
    function->ranges = codeRanges(m_units, *die).value_or(std::vector<AddressRange>());
    // An instance of an inlined function says in its abstract origin where it was declared.
    DwarfDie origin;
    for (const Dw::Attribute link : {Dw::AtAbstractOrigin, Dw::AtSpecification}) {
        if (const auto target = die->reference(link)) {
            if (auto there = m_handle.die(*target))
                origin = std::move(*there);
        }
    }
    const DwarfDie &declared = die->has(Dw::AtDeclLine) || !origin ? *die : origin;
    function->line = declared.number(Dw::AtDeclLine).value_or(0);
    if (const auto file = declared.number(Dw::AtDeclFile))
        function->file = fileName(declared.key(), *file);
    found->second = std::move(function);
    return found->second.get();
}

LineTable &DwarfFunctions::lines(size_t unit)
{
    auto &table = m_lines[unit];
    if (!table)
        table = std::make_unique<LineTable>(m_units, m_units.unitWithRoot(unit));
    return *table;
}

std::string DwarfFunctions::fileName(uint64_t die, uint64_t number)
{
    const auto unit = m_units.indexAt(die);
    return unit ? std::string(lines(*unit).file(number)) : std::string();
}

Result<std::vector<DwarfInlinedCall>> DwarfFunctions::inlinedAt(const DwarfFunction &function, uint64_t pc)
{
    auto die = m_handle.die(function.die);
    if (!die)
        return std::unexpected(std::move(die.error()));
    std::vector<DwarfInlinedCall> calls;
    descend(*die, pc, 0, calls);
    std::ranges::reverse(calls);
    return calls;
}

void DwarfFunctions::descend(const DwarfDie &parent, uint64_t pc, unsigned depth, std::vector<DwarfInlinedCall> &calls)
{
    if (depth > maximumBlockDepth)
        return;
    for (auto child = parent.child(); child && *child; child = child->sibling()) {
        const bool isCall = child->tag() == Dw::TagInlinedSubroutine;
        if (!isCall && child->tag() != Dw::TagLexicalBlock)
            continue;
        const auto ranges = codeRanges(m_units, *child);
        if (!ranges || !containsPc(*ranges, pc))
            continue;
        if (isCall) {
            DwarfInlinedCall call;
            call.die = child->key();
            call.name = readable(nameOfDie(m_units, child->key()));
            call.callLine = child->number(Dw::AtCallLine).value_or(0);
            if (const auto file = child->number(Dw::AtCallFile))
                call.callFile = fileName(child->key(), *file);
            calls.push_back(std::move(call));
        }
        return descend(*child, pc, depth + 1, calls);
    }
}

Result<DwarfLine> DwarfFunctions::lineAt(uint64_t pc)
{
    const auto unit = m_index.unitAt(pc);
    if (!unit)
        return fail(ErrorCode::NotFound, "no line information for " + hex(pc));
    LineTable &table = lines(*unit);
    const LineRow *row = table.rowAt(pc);
    if (!row)
        return std::unexpected(table.damage().value_or(
            Error{.code = ErrorCode::NotFound, .message = "no line information for " + hex(pc)}));
    return DwarfLine{.file = std::string(table.file(row->file)), .line = row->line, .column = row->column};
}

}
