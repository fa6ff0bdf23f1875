// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/dwarf/dwarfindex.h"

#include "backend/base/packagepath.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

/// Go's linker puts the types of the whole program into a unit of this name.
constexpr std::string_view typesUnit = "runtime";

/// "net/http" of "net/http.(*Server).Serve"; empty if there is none.
std::string_view packageOf(std::string_view name)
{
    name = name.substr(0, name.find_first_of("[({"));
    const size_t slash = name.rfind('/');
    const size_t dot = name.find('.', slash == std::string_view::npos ? 0 : slash);
    return dot == std::string_view::npos ? std::string_view() : name.substr(0, dot);
}

const ScannedCode *codeAt(const std::vector<ScannedCode> &code, uint64_t pc)
{
    auto after
        = std::ranges::upper_bound(code, pc, {}, [](const ScannedCode &entry) { return entry.range.begin.value; });
    // Ranges of sane functions are disjoint; a few steps back forgive some overlap.
    for (int steps = 0; after != code.begin() && steps < 8; ++steps) {
        --after;
        if (after->range.contains({pc}))
            return &*after;
    }
    return nullptr;
}

}

const UnitScan &DwarfIndex::scan(size_t index)
{
    const auto [found, isNew] = m_scans.try_emplace(index);
    if (isNew)
        found->second.scan = scanUnit(m_units, index);
    return found->second.scan;
}

void DwarfIndex::buildRanges()
{
    if (std::exchange(m_hasRanges, true))
        return;
    for (size_t i = 0; i < m_units.count(); ++i) {
        const UnitRoot &root = m_units.unitWithRoot(i).root;
        for (const AddressRange &range : root.ranges)
            m_ranges.push_back({range, i});
        if (!root.rangesKnown)
            m_withoutRanges.push_back(i);
        if (!root.name.empty())
            m_unitsByName[root.name].push_back(i);
    }
    std::ranges::sort(m_ranges, {}, [](const UnitRange &entry) { return entry.range; });
}

std::optional<DwarfIndex::Place> DwarfIndex::functionAt(uint64_t pc)
{
    buildRanges();
    auto after
        = std::ranges::upper_bound(m_ranges, pc, {}, [](const UnitRange &entry) { return entry.range.begin.value; });
    for (int steps = 0; after != m_ranges.begin() && steps < 8; ++steps) {
        --after;
        if (!after->range.contains({pc}))
            continue;
        if (const ScannedCode *code = codeAt(scan(after->unit).code, pc))
            return Place{code->die, after->unit};
    }
    for (const size_t unit : m_withoutRanges) {
        if (const ScannedCode *code = codeAt(scan(unit).code, pc))
            return Place{code->die, unit};
    }
    return std::nullopt;
}

std::optional<size_t> DwarfIndex::unitAt(uint64_t pc)
{
    if (const auto place = functionAt(pc))
        return place->unit;
    // Assembler has units with ranges and without functions.
    const auto after
        = std::ranges::upper_bound(m_ranges, pc, {}, [](const UnitRange &entry) { return entry.range.begin.value; });
    if (after != m_ranges.begin() && std::prev(after)->range.contains({pc}))
        return std::prev(after)->unit;
    return std::nullopt;
}

void DwarfIndex::mapNames(size_t index)
{
    const UnitScan &names = scan(index);
    if (std::exchange(m_scans[index].isMapped, true))
        return;
    const auto add = [&](Table table, const std::vector<ScannedName> &list) {
        NameMap &map = m_names[table];
        map.reserve(map.size() + list.size());
        for (const ScannedName &entry : list) {
            if (entry.form == ScannedName::Form::Declaration || entry.name.empty())
                continue;
            // Go's named structs and funcs have a typedef of the same name, which is what variables refer to.
            const auto [place, isNew] = map.try_emplace(entry.name, entry.die);
            if (!isNew && entry.form == ScannedName::Form::Typedef)
                place->second = entry.die;
        }
    };
    add(Table::Functions, names.functions);
    add(Table::Types, names.types);
    add(Table::Variables, names.variables);
    add(Table::Constants, names.constants);
    for (const ScannedName &type : names.types) {
        if (type.number != 0)
            m_runtimeTypes.try_emplace(type.number, type.die);
    }
}

void DwarfIndex::mapAll()
{
    if (std::exchange(m_isComplete, true))
        return;
    for (size_t i = 0; i < m_units.count(); ++i)
        mapNames(i);
}

void DwarfIndex::mapUnitsNamed(std::string_view unitName)
{
    buildRanges();
    if (const auto found = m_unitsByName.find(unitName); found != m_unitsByName.end()) {
        for (const size_t unit : found->second)
            mapNames(unit);
    }
}

std::optional<uint64_t> DwarfIndex::findMapped(Table table, std::string_view name) const
{
    const auto map = m_names.find(table);
    if (map == m_names.end())
        return std::nullopt;
    const auto found = map->second.find(name);
    return found == map->second.end() ? std::nullopt : std::optional(found->second);
}

std::optional<uint64_t> DwarfIndex::find(Table table, std::string_view name)
{
    if (const auto found = findMapped(table, name))
        return found;
    // Units have the package's plain path.
    mapUnitsNamed(table == Table::Types ? std::string(typesUnit) : plainPath(packageOf(name)));
    if (const auto found = findMapped(table, name))
        return found;
    mapAll();
    return findMapped(table, name);
}

std::optional<uint64_t> DwarfIndex::functionNamed(std::string_view name)
{
    return find(Table::Functions, name);
}

std::optional<uint64_t> DwarfIndex::typeNamed(std::string_view name)
{
    return find(Table::Types, name);
}

std::optional<uint64_t> DwarfIndex::typeInUnit(std::string_view unitName, std::string_view name)
{
    mapUnitsNamed(unitName);
    const auto found = findMapped(Table::Types, name);
    const auto unit = found ? m_units.indexAt(*found) : std::nullopt;
    return unit && m_units.unitWithRoot(*unit).root.name == unitName ? found : std::nullopt;
}

std::optional<uint64_t> DwarfIndex::variableNamed(std::string_view name)
{
    return find(Table::Variables, name);
}

std::optional<uint64_t> DwarfIndex::constantNamed(std::string_view name)
{
    return find(Table::Constants, name);
}

std::optional<uint64_t> DwarfIndex::typeWithRuntimeOffset(uint64_t offset)
{
    for (const bool all : {false, true}) {
        if (all)
            mapAll();
        else
            mapUnitsNamed(typesUnit);
        if (const auto found = m_runtimeTypes.find(offset); found != m_runtimeTypes.end())
            return found->second;
    }
    return std::nullopt;
}

std::vector<ScannedName> DwarfIndex::variables()
{
    mapAll();
    std::vector<ScannedName> all;
    for (size_t i = 0; i < m_units.count(); ++i) {
        const UnitScan &unit = scan(i);
        all.insert(all.end(), unit.variables.begin(), unit.variables.end());
    }
    return all;
}

std::vector<ScannedName> DwarfIndex::types()
{
    mapAll();
    std::vector<ScannedName> all;
    for (size_t i = 0; i < m_units.count(); ++i) {
        const UnitScan &unit = scan(i);
        all.insert(all.end(), unit.types.begin(), unit.types.end());
    }
    return all;
}

std::vector<ScannedName> DwarfIndex::constants()
{
    mapAll();
    std::vector<ScannedName> all;
    for (size_t i = 0; i < m_units.count(); ++i) {
        const UnitScan &unit = scan(i);
        all.insert(all.end(), unit.constants.begin(), unit.constants.end());
    }
    return all;
}

std::vector<ScannedName> DwarfIndex::constantsOf(uint64_t typeDie)
{
    mapAll();
    std::vector<ScannedName> found;
    for (size_t i = 0; i < m_units.count(); ++i) {
        for (const ScannedName &constant : scan(i).constants) {
            if (constant.number == typeDie)
                found.push_back(constant);
        }
    }
    return found;
}

}
