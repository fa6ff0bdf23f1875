// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/dwarf/unitscan.h"

#include <unordered_map>

namespace Freezeframe
{

/// Finds DIEs by address, name and runtime type. Units are scanned one by one when first needed; a name is looked for
/// in the unit of its package before in all. Analysis thread only.
class DwarfIndex
{
public:
    explicit DwarfIndex(DwarfUnits &units)
        : m_units(units)
    {
    }

    struct Place {
        uint64_t die = 0;
        size_t unit = 0;
    };
    [[nodiscard]] std::optional<Place> functionAt(uint64_t pc);
    [[nodiscard]] std::optional<size_t> unitAt(uint64_t pc);
    [[nodiscard]] std::optional<uint64_t> functionNamed(std::string_view name);
    [[nodiscard]] std::optional<uint64_t> typeNamed(std::string_view name);
    [[nodiscard]] std::optional<uint64_t> typeInUnit(std::string_view unitName, std::string_view name);
    [[nodiscard]] std::optional<uint64_t> typeWithRuntimeOffset(uint64_t offset);
    [[nodiscard]] std::optional<uint64_t> variableNamed(std::string_view name);
    [[nodiscard]] std::optional<uint64_t> constantNamed(std::string_view name);
    /// In the order of the units.
    [[nodiscard]] std::vector<ScannedName> variables();
    [[nodiscard]] std::vector<ScannedName> types();
    [[nodiscard]] std::vector<ScannedName> constants();
    [[nodiscard]] std::vector<ScannedName> constantsOf(uint64_t typeDie);

private:
    enum class Table { Functions, Types, Variables, Constants };
    using NameMap = std::unordered_map<std::string_view, uint64_t>;
    struct ScannedUnit {
        UnitScan scan;
        bool isMapped = false; ///< its names are in the maps below
    };

    [[nodiscard]] const UnitScan &scan(size_t index);
    void mapNames(size_t index);
    void mapAll();
    void mapUnitsNamed(std::string_view unitName);
    void buildRanges();
    [[nodiscard]] std::optional<uint64_t> find(Table table, std::string_view name);
    [[nodiscard]] std::optional<uint64_t> findMapped(Table table, std::string_view name) const;

    DwarfUnits &m_units;
    std::unordered_map<size_t, ScannedUnit> m_scans;
    struct UnitRange {
        AddressRange range;
        size_t unit = 0;
    };
    std::vector<UnitRange> m_ranges; ///< by begin
    std::vector<size_t> m_withoutRanges; ///< units whose ranges can't be read: asked last
    bool m_hasRanges = false;
    std::unordered_map<std::string_view, std::vector<size_t>> m_unitsByName;
    bool m_isComplete = false;
    std::unordered_map<Table, NameMap> m_names;
    std::unordered_map<uint64_t, uint64_t> m_runtimeTypes;
};

}
