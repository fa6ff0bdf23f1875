// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/dwarf/unitscan.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

/// The attributes that a scan cares about.
struct DieFacts {
    FormValue name, linkageName, low, high, ranges, origin, specification, sibling, type, runtimeType;
    bool isDeclaration = false;
    bool hasLocation = false;
    bool hasConstant = false;
};

DieFacts readFacts(ByteCursor &cursor, const Abbreviation &abbreviation, const DwarfUnit &unit)
{
    DieFacts facts;
    const auto read = [&](const AttributeSpec &spec) { return DwarfUnits::readForm(cursor, spec, unit); };
    for (const AttributeSpec &spec : abbreviation.attributes) {
        switch (spec.attribute) {
        case Dw::AtName: facts.name = read(spec); break;
        case Dw::AtLinkageName:
        case Dw::AtMipsLinkageName: facts.linkageName = read(spec); break;
        case Dw::AtLowPc: facts.low = read(spec); break;
        case Dw::AtHighPc: facts.high = read(spec); break;
        case Dw::AtRanges: facts.ranges = read(spec); break;
        case Dw::AtAbstractOrigin: facts.origin = read(spec); break;
        case Dw::AtSpecification: facts.specification = read(spec); break;
        case Dw::AtSibling: facts.sibling = read(spec); break;
        case Dw::AtType: facts.type = read(spec); break;
        case Dw::AtGoRuntimeType: facts.runtimeType = read(spec); break;
        case Dw::AtDeclaration: facts.isDeclaration = read(spec).number != 0; break;
        case Dw::AtLocation:
            facts.hasLocation = true;
            skipForm(cursor, spec.form, unit.sizes);
            break;
        case Dw::AtConstValue:
            facts.hasConstant = true;
            skipForm(cursor, spec.form, unit.sizes);
            break;
        default: skipForm(cursor, spec.form, unit.sizes); break;
        }
    }
    return facts;
}

bool isType(uint16_t tag)
{
    switch (tag) {
    case Dw::TagArrayType:
    case Dw::TagClassType:
    case Dw::TagEnumerationType:
    case Dw::TagPointerType:
    case Dw::TagStructureType:
    case Dw::TagSubroutineType:
    case Dw::TagTypedef:
    case Dw::TagUnionType:
    case Dw::TagBaseType:
    case Dw::TagUnspecifiedType: return true;
    default: return false;
    }
}

/// Tags whose children count as if they were at their parent's level.
bool isOpened(uint16_t tag)
{
    return tag == Dw::TagNamespace || tag == Dw::TagEnumerationType;
}

bool isScanned(uint16_t tag)
{
    return isType(tag) || isOpened(tag) || tag == Dw::TagSubprogram || tag == Dw::TagVariable || tag == Dw::TagConstant
        || tag == Dw::TagEnumerator;
}

/// Walks one unit with a plain counter for the depth: no recursion, so no input is too deep.
class Scanner
{
public:
    Scanner(DwarfUnits &units, const DwarfUnit &unit)
        : m_units(units)
        , m_unit(unit)
        , m_table(units.abbreviations(unit))
        , m_cursor(units.sections().bytes(DwarfSection::Info).first(unit.end), unit.rootDie)
    {
    }

    UnitScan run()
    {
        uint64_t depth = 0; // of the DIE that comes next: 0 is the root
        uint64_t open = 1; // DIEs down to this depth are looked at
        while (!m_cursor.failed() && !m_cursor.atEnd()) {
            const uint64_t die = m_cursor.position();
            const uint64_t code = m_cursor.uleb();
            if (code == 0) {
                if (depth <= 1)
                    break;
                --depth;
                open = std::min(open, depth);
                continue;
            }
            const Abbreviation *abbreviation = m_table.find(code);
            if (!abbreviation)
                break;
            if (depth == 0 || depth > open || !isScanned(abbreviation->tag)) {
                skipAttributes(*abbreviation);
            } else {
                const DieFacts facts = readFacts(m_cursor, *abbreviation, m_unit);
                if (m_cursor.failed())
                    break;
                keep(die, abbreviation->tag, facts);
                if (abbreviation->hasChildren && isOpened(abbreviation->tag))
                    open = depth + 1;
                else if (abbreviation->hasChildren && jumpToSibling(facts.sibling))
                    continue;
            }
            if (abbreviation->hasChildren)
                ++depth;
        }
        std::ranges::sort(m_scan.code, {}, [](const ScannedCode &code) { return code.range; });
        return std::move(m_scan);
    }

private:
    void skipAttributes(const Abbreviation &abbreviation)
    {
        if (abbreviation.isFixedSize) {
            m_cursor.skip(abbreviation.fixedSize + abbreviation.addresses * m_unit.sizes.addressSize
                          + abbreviation.offsets * m_unit.sizes.offsetSize);
            return;
        }
        for (const AttributeSpec &spec : abbreviation.attributes)
            skipForm(m_cursor, spec.form, m_unit.sizes);
    }

    bool jumpToSibling(const FormValue &sibling)
    {
        const auto target = DwarfUnits::reference(sibling, m_unit);
        if (!target || *target <= m_cursor.position() || *target >= m_unit.end)
            return false;
        m_cursor.seek(*target);
        return true;
    }

    void keep(uint64_t die, uint16_t tag, const DieFacts &facts)
    {
        const auto name = m_units.text(facts.name, m_unit);
        if (tag == Dw::TagSubprogram) {
            keepFunction(die, name, facts);
        } else if (tag == Dw::TagVariable) {
            if (facts.hasLocation || facts.hasConstant) {
                const auto origin = DwarfUnits::reference(facts.specification, m_unit);
                m_scan.variables.push_back(
                    {name.empty() && origin ? nameOfDie(m_units, *origin) : name, die, typeOf(facts), {}});
            }
        } else if (tag == Dw::TagConstant || tag == Dw::TagEnumerator) {
            m_scan.constants.push_back({name, die, typeOf(facts), {}});
        } else if (isType(tag) && !name.empty()) {
            m_scan.types.push_back({name, die, facts.runtimeType.number,
                                    facts.isDeclaration         ? ScannedName::Form::Declaration
                                        : tag == Dw::TagTypedef ? ScannedName::Form::Typedef
                                                                : ScannedName::Form::Definition});
        }
    }

    [[nodiscard]] uint64_t typeOf(const DieFacts &facts) const
    {
        return DwarfUnits::reference(facts.type, m_unit).value_or(0);
    }

    void keepFunction(uint64_t die, std::string_view name, const DieFacts &facts)
    {
        if (facts.ranges.isSet()) {
            for (const AddressRange &range : m_units.ranges(facts.ranges, m_unit).value_or(std::vector<AddressRange>()))
                m_scan.code.push_back({range, die});
        } else if (const auto range = m_units.range(facts.low, facts.high, m_unit)) {
            m_scan.code.push_back({*range, die});
        } else {
            return;
        }
        if (const auto linked = m_units.text(facts.linkageName, m_unit); !linked.empty())
            name = linked;
        if (name.empty())
            name = nameOfDie(m_units, die);
        m_scan.functions.push_back({name, die, 0, {}});
    }

    DwarfUnits &m_units;
    const DwarfUnit &m_unit;
    const AbbreviationTable &m_table;
    ByteCursor m_cursor;
    UnitScan m_scan;
};

}

UnitScan scanUnit(DwarfUnits &units, size_t index)
{
    return Scanner(units, units.unitWithRoot(index)).run();
}

std::string_view nameOfDie(DwarfUnits &units, uint64_t die)
{
    // From a concrete instance to its abstract one to a declaration: more hops are damage.
    for (int hops = 0; hops < 8; ++hops) {
        const auto index = units.indexAt(die);
        if (!index)
            return {};
        const DwarfUnit &unit = units.unitWithRoot(*index);
        ByteCursor cursor(units.sections().bytes(DwarfSection::Info).first(unit.end), die);
        const Abbreviation *abbreviation = units.abbreviations(unit).find(cursor.uleb());
        if (!abbreviation)
            return {};
        const DieFacts facts = readFacts(cursor, *abbreviation, unit);
        if (facts.linkageName.isSet())
            return units.text(facts.linkageName, unit);
        if (facts.name.isSet())
            return units.text(facts.name, unit);
        const auto next = DwarfUnits::reference(facts.origin.isSet() ? facts.origin : facts.specification, unit);
        if (!next)
            return {};
        die = *next;
    }
    return {};
}

}
