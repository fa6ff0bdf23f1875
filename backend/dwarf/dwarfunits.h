// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/address.h"
#include "backend/dwarf/abbreviations.h"
#include "backend/dwarf/dwarfsections.h"

#include <memory>
#include <string_view>

namespace Freezeframe
{

/// What the root DIE of a unit says.
struct UnitRoot {
    std::string_view name; ///< Go: the package's import path; C: the source file
    uint16_t language = 0;
    uint64_t lowPc = 0;
    std::vector<AddressRange> ranges;
    bool rangesKnown = true; ///< false: the unit has code whose ranges can't be read
    std::string_view compilationFolder;
    std::string_view packageName; ///< DW_AT_go_package_name: "cache" of "example.com/cache/v3"
    std::string_view producer; ///< "Go cmd/compile go1.26.1; regabi"
    std::optional<uint64_t> lines; ///< offset in .debug_line
    uint64_t addressBase = 0;
    uint64_t stringOffsetsBase = 0;
    uint64_t rangeListsBase = 0;
    uint64_t locationListsBase = 0;
    uint64_t gnuRangesBase = 0;
};

/// One unit header of .debug_info.
struct DwarfUnit {
    uint64_t offset = 0; ///< of the header
    uint64_t end = 0; ///< exclusive
    uint64_t rootDie = 0;
    uint64_t abbreviations = 0; ///< offset in .debug_abbrev
    FormSizes sizes;
    uint8_t type = Dw::UnitCompile;

    [[nodiscard]] bool isGo() const { return root.language == Dw::LanguageGo; }
    UnitRoot root; ///< valid after DwarfUnits::root()
    bool rootRead = false;
};

/// A value of an attribute, decoded without following it anywhere.
struct FormValue {
    uint16_t form = 0; ///< 0: not there
    uint64_t number = 0; ///< of all forms but strings and blocks; sign-extended for signed ones
    std::string_view text; ///< of DW_FORM_string only
    std::span<const std::byte> block;

    [[nodiscard]] bool isSet() const { return form != 0; }
};

/// The units of .debug_info: headers at once, roots and abbreviations when asked. Bulk walks over millions of DIEs go
/// through here, over plain bytes; single DIEs are libdwarf's. Analysis thread only.
class DwarfUnits
{
public:
    explicit DwarfUnits(const DwarfSections &sections);

    [[nodiscard]] size_t count() const { return m_units.size(); }
    [[nodiscard]] const DwarfUnit &unit(size_t index) const { return m_units[index]; }
    /// With its root's attributes.
    [[nodiscard]] const DwarfUnit &unitWithRoot(size_t index);
    /// The unit whose bytes contain the .debug_info @p offset, or nothing.
    [[nodiscard]] std::optional<size_t> indexAt(uint64_t offset) const;
    [[nodiscard]] const AbbreviationTable &abbreviations(const DwarfUnit &unit);
    /// Decodes a value; the cursor stands after it.
    [[nodiscard]] static FormValue readForm(ByteCursor &cursor, const AttributeSpec &spec, const DwarfUnit &unit);

    /// The text of a string form; empty if it leads out of its section.
    [[nodiscard]] std::string_view text(const FormValue &value, const DwarfUnit &unit) const;
    /// The address of an address form, indexed or not.
    [[nodiscard]] std::optional<uint64_t> address(const FormValue &value, const DwarfUnit &unit) const;
    [[nodiscard]] std::optional<uint64_t> addressAtIndex(uint64_t index, const DwarfUnit &unit) const;
    /// .debug_info offset that a reference form leads to; nothing for type signatures and other files.
    [[nodiscard]] static std::optional<uint64_t> reference(const FormValue &value, const DwarfUnit &unit);
    /// Ranges of DW_AT_ranges; an unreadable list gives nothing.
    [[nodiscard]] std::optional<std::vector<AddressRange>> ranges(const FormValue &value, const DwarfUnit &unit) const;
    /// Ranges from low_pc and high_pc; nothing if there is none or it is empty.
    [[nodiscard]] std::optional<AddressRange> range(const FormValue &low, const FormValue &high,
                                                    const DwarfUnit &unit) const;

    [[nodiscard]] const DwarfSections &sections() const { return m_sections; }
    /// Damage among the headers: the units before it are used.
    [[nodiscard]] const std::optional<Error> &damage() const { return m_damage; }

private:
    void readHeaders();
    void readRoot(DwarfUnit &unit);

    const DwarfSections &m_sections;
    std::vector<DwarfUnit> m_units;
    std::map<uint64_t, std::unique_ptr<AbbreviationTable>> m_abbreviations;
    std::optional<Error> m_damage;
};

}
