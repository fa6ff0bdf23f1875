// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/dwarf/abbreviations.h"

namespace Freezeframe
{

namespace
{

/// Adds the size of @p form to the abbreviation's; false if it depends on the data (or DWARF 2's ref_addr).
bool addFixedSize(Abbreviation &abbreviation, uint16_t form)
{
    switch (form) {
    case Dw::FormFlagPresent:
    case Dw::FormImplicitConst: return true;
    case Dw::FormData1:
    case Dw::FormRef1:
    case Dw::FormFlag:
    case Dw::FormStrx1:
    case Dw::FormAddrx1: abbreviation.fixedSize += 1; return true;
    case Dw::FormData2:
    case Dw::FormRef2:
    case Dw::FormStrx2:
    case Dw::FormAddrx2: abbreviation.fixedSize += 2; return true;
    case Dw::FormStrx3:
    case Dw::FormAddrx3: abbreviation.fixedSize += 3; return true;
    case Dw::FormData4:
    case Dw::FormRef4:
    case Dw::FormStrx4:
    case Dw::FormAddrx4:
    case Dw::FormRefSup4: abbreviation.fixedSize += 4; return true;
    case Dw::FormData8:
    case Dw::FormRef8:
    case Dw::FormRefSig8:
    case Dw::FormRefSup8: abbreviation.fixedSize += 8; return true;
    case Dw::FormData16: abbreviation.fixedSize += 16; return true;
    case Dw::FormAddress: ++abbreviation.addresses; return true;
    case Dw::FormStrp:
    case Dw::FormLineStrp:
    case Dw::FormSecOffset:
    case Dw::FormStrpSup:
    case Dw::FormGnuRefAlt:
    case Dw::FormGnuStrpAlt: ++abbreviation.offsets; return true;
    default: return false;
    }
}

bool parseAttributes(ByteCursor &cursor, Abbreviation &abbreviation)
{
    abbreviation.isFixedSize = true;
    while (!cursor.failed()) {
        const uint64_t attribute = cursor.uleb();
        const uint64_t form = cursor.uleb();
        if (attribute == 0 && form == 0)
            return !cursor.failed();
        if (attribute > 0xffff || form > 0xffff)
            return false;
        AttributeSpec spec{.attribute = static_cast<uint16_t>(attribute), .form = static_cast<uint16_t>(form)};
        if (form == Dw::FormImplicitConst)
            spec.implicitConstant = cursor.sleb();
        abbreviation.isFixedSize = addFixedSize(abbreviation, spec.form) && abbreviation.isFixedSize;
        abbreviation.attributes.push_back(spec);
    }
    return false;
}

}

AbbreviationTable AbbreviationTable::parse(std::span<const std::byte> section, uint64_t offset)
{
    AbbreviationTable table;
    ByteCursor cursor(section, offset);
    while (!cursor.failed() && !cursor.atEnd()) {
        Abbreviation abbreviation;
        abbreviation.code = cursor.uleb();
        if (abbreviation.code == 0)
            break;
        const uint64_t tag = cursor.uleb();
        abbreviation.hasChildren = cursor.u8() != 0;
        if (tag > 0xffff || !parseAttributes(cursor, abbreviation))
            break;
        abbreviation.tag = static_cast<uint16_t>(tag);
        if (abbreviation.code != table.m_entries.size() + 1)
            table.m_sparse.try_emplace(abbreviation.code, table.m_entries.size());
        table.m_entries.push_back(std::move(abbreviation));
    }
    return table;
}

const Abbreviation *AbbreviationTable::findSlowly(uint64_t code) const
{
    const auto found = m_sparse.find(code);
    return found == m_sparse.end() ? nullptr : &m_entries[found->second];
}

void skipForm(ByteCursor &cursor, uint16_t form, const FormSizes &sizes)
{
    // Bounded: each DW_FORM_indirect eats a byte of the data.
    while (form == Dw::FormIndirect && !cursor.failed())
        form = static_cast<uint16_t>(cursor.uleb());
    switch (form) {
    case Dw::FormString: (void)cursor.cString(); return;
    case Dw::FormSdata:
    case Dw::FormUdata:
    case Dw::FormRefUdata:
    case Dw::FormStrx:
    case Dw::FormAddrx:
    case Dw::FormLoclistx:
    case Dw::FormRnglistx:
    case Dw::FormGnuAddressIndex:
    case Dw::FormGnuStringIndex: return cursor.skipLeb();
    case Dw::FormRefAddress:
        // DWARF 2 made it as long as an address.
        return cursor.skip(sizes.version <= 2 ? sizes.addressSize : sizes.offsetSize);
    case Dw::FormBlock1: return cursor.skip(cursor.u8());
    case Dw::FormBlock2: return cursor.skip(cursor.u16());
    case Dw::FormBlock4: return cursor.skip(cursor.u32());
    case Dw::FormBlock:
    case Dw::FormExprloc: return cursor.skip(cursor.uleb());
    default: break;
    }
    Abbreviation size;
    if (!addFixedSize(size, form))
        return cursor.fail();
    cursor.skip(size.fixedSize + size.addresses * sizes.addressSize + size.offsets * sizes.offsetSize);
}

}
