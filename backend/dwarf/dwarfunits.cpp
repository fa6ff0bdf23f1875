// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/dwarf/dwarfunits.h"

#include "backend/dwarf/addresslists.h"

#include <algorithm>

namespace Freezeframe
{

DwarfUnits::DwarfUnits(const DwarfSections &sections)
    : m_sections(sections)
{
    readHeaders();
}

namespace
{

/// Reads one header; false if nothing after it can be trusted.
bool readHeader(ByteCursor &cursor, DwarfUnit &unit)
{
    unit.offset = cursor.position();
    uint64_t length = cursor.u32();
    if (length == 0xffffffff) {
        length = cursor.u64();
        unit.sizes.offsetSize = 8;
    }
    if (cursor.failed() || length > cursor.remaining())
        return false;
    unit.end = cursor.position() + length;
    unit.sizes.version = cursor.u16();
    if (unit.sizes.version >= 5) {
        unit.type = cursor.u8();
        unit.sizes.addressSize = cursor.u8();
        unit.abbreviations = cursor.unsignedOf(unit.sizes.offsetSize);
        if (unit.type == Dw::UnitSkeleton || unit.type == Dw::UnitSplitCompile)
            cursor.skip(8);
        else if (unit.type == Dw::UnitType_ || unit.type == Dw::UnitSplitType)
            cursor.skip(8 + unit.sizes.offsetSize);
    } else {
        unit.abbreviations = cursor.unsignedOf(unit.sizes.offsetSize);
        unit.sizes.addressSize = cursor.u8();
    }
    unit.rootDie = cursor.position();
    return !cursor.failed();
}

}

void DwarfUnits::readHeaders()
{
    const auto info = m_sections.bytes(DwarfSection::Info);
    ByteCursor cursor(info);
    while (!cursor.atEnd()) {
        const uint64_t start = cursor.position();
        DwarfUnit unit;
        if (!readHeader(cursor, unit)) {
            m_damage = Error{.code = ErrorCode::Truncated,
                             .message = "a unit header leads out of the section",
                             .file = m_sections.file()->path(),
                             .section = ".debug_info",
                             .offset = start};
            return;
        }
        cursor.seek(unit.end);
        const bool readable = unit.sizes.version >= 2 && unit.sizes.version <= 5 && unit.rootDie < unit.end
            && unit.sizes.addressSize <= 8;
        if (readable)
            m_units.push_back(std::move(unit));
        else if (!m_damage)
            m_damage = Error{.code = ErrorCode::Unsupported,
                             .message = "a unit of an unknown DWARF version",
                             .file = m_sections.file()->path(),
                             .section = ".debug_info",
                             .offset = start};
    }
}

const DwarfUnit &DwarfUnits::unitWithRoot(size_t index)
{
    DwarfUnit &unit = m_units[index];
    if (!unit.rootRead)
        readRoot(unit);
    return unit;
}

std::optional<size_t> DwarfUnits::indexAt(uint64_t offset) const
{
    const auto after = std::ranges::upper_bound(m_units, offset, {}, &DwarfUnit::offset);
    if (after == m_units.begin() || offset >= std::prev(after)->end)
        return std::nullopt;
    return static_cast<size_t>(std::prev(after) - m_units.begin());
}

const AbbreviationTable &DwarfUnits::abbreviations(const DwarfUnit &unit)
{
    auto &table = m_abbreviations[unit.abbreviations];
    if (!table)
        table = std::make_unique<AbbreviationTable>(
            AbbreviationTable::parse(m_sections.bytes(DwarfSection::Abbrev), unit.abbreviations));
    return *table;
}

void DwarfUnits::readRoot(DwarfUnit &unit)
{
    unit.rootRead = true;
    const auto info = m_sections.bytes(DwarfSection::Info);
    ByteCursor cursor(info.first(unit.end), unit.rootDie);
    const Abbreviation *abbreviation = abbreviations(unit).find(cursor.uleb());
    if (!abbreviation)
        return;
    UnitRoot &root = unit.root;
    FormValue name, folder, producer, packageName, low, high, ranges;
    // DWARF 5, 7.27: without a base attribute, the first contribution right after its header.
    if (unit.sizes.version >= 5)
        root.addressBase = root.stringOffsetsBase = unit.sizes.offsetSize == 8 ? 16 : 8;
    for (const AttributeSpec &spec : abbreviation->attributes) {
        const FormValue value = readForm(cursor, spec, unit);
        switch (spec.attribute) {
        case Dw::AtName: name = value; break;
        case Dw::AtLanguage: root.language = static_cast<uint16_t>(value.number); break;
        case Dw::AtLowPc: low = value; break;
        case Dw::AtHighPc: high = value; break;
        case Dw::AtRanges: ranges = value; break;
        case Dw::AtCompilationFolder: folder = value; break;
        case Dw::AtGoPackageName: packageName = value; break;
        case Dw::AtProducer: producer = value; break;
        case Dw::AtStatementList: root.lines = value.number; break;
        case Dw::AtStringOffsetsBase: root.stringOffsetsBase = value.number; break;
        case Dw::AtAddressBase:
        case Dw::AtGnuAddressBase: root.addressBase = value.number; break;
        case Dw::AtRangeListsBase: root.rangeListsBase = value.number; break;
        case Dw::AtLocationListsBase: root.locationListsBase = value.number; break;
        case Dw::AtGnuRangesBase: root.gnuRangesBase = value.number; break;
        default: break;
        }
    }
    // Only now, as the bases may come after the attributes that need them.
    root.name = text(name, unit);
    root.compilationFolder = text(folder, unit);
    root.producer = text(producer, unit);
    root.packageName = text(packageName, unit);
    root.lowPc = address(low, unit).value_or(0);
    if (ranges.isSet()) {
        auto list = this->ranges(ranges, unit);
        root.rangesKnown = list.has_value();
        root.ranges = std::move(list).value_or(std::vector<AddressRange>{});
    } else if (const auto range = this->range(low, high, unit)) {
        root.ranges = {*range};
    } else {
        root.rangesKnown = !low.isSet() || !high.isSet();
    }
}

FormValue DwarfUnits::readForm(ByteCursor &cursor, const AttributeSpec &spec, const DwarfUnit &unit)
{
    FormValue value{.form = spec.form};
    while (value.form == Dw::FormIndirect && !cursor.failed())
        value.form = static_cast<uint16_t>(cursor.uleb());
    switch (value.form) {
    case Dw::FormString: value.text = cursor.cString(); break;
    case Dw::FormImplicitConst: value.number = static_cast<uint64_t>(spec.implicitConstant); break;
    case Dw::FormFlagPresent: value.number = 1; break;
    case Dw::FormSdata: value.number = static_cast<uint64_t>(cursor.sleb()); break;
    case Dw::FormUdata:
    case Dw::FormRefUdata:
    case Dw::FormStrx:
    case Dw::FormAddrx:
    case Dw::FormLoclistx:
    case Dw::FormRnglistx:
    case Dw::FormGnuAddressIndex:
    case Dw::FormGnuStringIndex: value.number = cursor.uleb(); break;
    case Dw::FormAddress: value.number = cursor.unsignedOf(unit.sizes.addressSize); break;
    case Dw::FormBlock1: value.block = cursor.bytes(cursor.u8()); break;
    case Dw::FormBlock2: value.block = cursor.bytes(cursor.u16()); break;
    case Dw::FormBlock4: value.block = cursor.bytes(cursor.u32()); break;
    case Dw::FormBlock:
    case Dw::FormExprloc: value.block = cursor.bytes(cursor.uleb()); break;
    case Dw::FormData16: value.block = cursor.bytes(16); break;
    default: {
        const uint64_t before = cursor.position();
        skipForm(cursor, value.form, unit.sizes);
        const uint64_t size = cursor.position() - before;
        if (cursor.failed() || size > 8)
            return {};
        cursor.seek(before);
        value.number = cursor.unsignedOf(static_cast<unsigned>(size));
        break;
    }
    }
    return cursor.failed() ? FormValue{} : value;
}

std::string_view DwarfUnits::text(const FormValue &value, const DwarfUnit &unit) const
{
    DwarfSection section = DwarfSection::Str;
    uint64_t offset = value.number;
    switch (value.form) {
    case Dw::FormString: return value.text;
    case Dw::FormStrp: break;
    case Dw::FormLineStrp: section = DwarfSection::LineStr; break;
    case Dw::FormStrx:
    case Dw::FormStrx1:
    case Dw::FormStrx2:
    case Dw::FormStrx3:
    case Dw::FormStrx4:
    case Dw::FormGnuStringIndex: {
        const auto offsets = m_sections.bytes(DwarfSection::StrOffsets);
        if (value.number >= offsets.size())
            return {};
        ByteCursor cursor(offsets, unit.root.stringOffsetsBase);
        cursor.skip(value.number * unit.sizes.offsetSize);
        offset = cursor.unsignedOf(unit.sizes.offsetSize);
        if (cursor.failed())
            return {};
        break;
    }
    default: return {};
    }
    ByteCursor cursor(m_sections.bytes(section), offset);
    return cursor.cString();
}

std::optional<uint64_t> DwarfUnits::addressAtIndex(uint64_t index, const DwarfUnit &unit) const
{
    const auto table = m_sections.bytes(DwarfSection::Addr);
    if (index >= table.size())
        return std::nullopt;
    ByteCursor cursor(table, unit.root.addressBase);
    cursor.skip(index * unit.sizes.addressSize);
    const uint64_t address = cursor.unsignedOf(unit.sizes.addressSize);
    return cursor.failed() ? std::nullopt : std::optional(address);
}

std::optional<uint64_t> DwarfUnits::address(const FormValue &value, const DwarfUnit &unit) const
{
    switch (value.form) {
    case Dw::FormAddress: return value.number;
    case Dw::FormAddrx:
    case Dw::FormAddrx1:
    case Dw::FormAddrx2:
    case Dw::FormAddrx3:
    case Dw::FormAddrx4:
    case Dw::FormGnuAddressIndex: return addressAtIndex(value.number, unit);
    default: return std::nullopt;
    }
}

std::optional<uint64_t> DwarfUnits::reference(const FormValue &value, const DwarfUnit &unit)
{
    switch (value.form) {
    case Dw::FormRefAddress: return value.number;
    case Dw::FormRef1:
    case Dw::FormRef2:
    case Dw::FormRef4:
    case Dw::FormRef8:
    case Dw::FormRefUdata: return unit.offset + value.number;
    default: return std::nullopt;
    }
}

std::optional<AddressRange> DwarfUnits::range(const FormValue &low, const FormValue &high, const DwarfUnit &unit) const
{
    const auto begin = address(low, unit);
    if (!begin || !high.isSet())
        return std::nullopt;
    // Of class address it is the end, of class constant the length (DWARF 4, 2.17.2).
    const auto end = address(high, unit).value_or(*begin + high.number);
    if (end <= *begin)
        return std::nullopt;
    return AddressRange{{*begin}, {end}};
}

std::optional<std::vector<AddressRange>> DwarfUnits::ranges(const FormValue &value, const DwarfUnit &unit) const
{
    const auto lookUp = [&](uint64_t index) { return addressAtIndex(index, unit); };
    const ListContext context{.base = unit.root.lowPc, .addressSize = unit.sizes.addressSize, .address = lookUp};
    if (unit.sizes.version < 5)
        return readRangeList(m_sections.bytes(DwarfSection::Ranges), value.number + unit.root.gnuRangesBase, context);
    const auto section = m_sections.bytes(DwarfSection::Rnglists);
    if (value.form != Dw::FormRnglistx)
        return readRangeListV5(section, value.number, context);
    const auto offset = listOffset(section, unit.root.rangeListsBase, value.number, unit.sizes.offsetSize);
    return offset ? readRangeListV5(section, *offset, context) : std::nullopt;
}

}
