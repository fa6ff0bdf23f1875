// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/dwarf/bytecursor.h"
#include "backend/dwarf/dwarfconstants.h"

#include <map>
#include <vector>

namespace Freezeframe
{

/// One attribute of an abbreviation.
struct AttributeSpec {
    uint16_t attribute = 0;
    uint16_t form = 0;
    int64_t implicitConstant = 0;
};

/// The shape of a DIE.
struct Abbreviation {
    uint64_t code = 0;
    uint16_t tag = 0;
    bool hasChildren = false;
    bool isFixedSize = false; ///< all forms have a size that does not depend on the data
    uint32_t fixedSize = 0; ///< bytes, without those that count in @ref addresses and @ref offsets
    uint16_t addresses = 0; ///< forms as long as the unit's addresses
    uint16_t offsets = 0; ///< forms as long as the unit's offsets
    std::vector<AttributeSpec> attributes;
};

/// One table of .debug_abbrev. Immutable after parsing.
class AbbreviationTable
{
public:
    /// Takes what can be parsed at @p offset; damage ends the table.
    static AbbreviationTable parse(std::span<const std::byte> section, uint64_t offset);
    /// Null for a code that the table lacks.
    [[nodiscard]] const Abbreviation *find(uint64_t code) const
    {
        // Producers number from 1 without gaps.
        if (code - 1 < m_entries.size() && m_entries[code - 1].code == code) [[likely]]
            return &m_entries[code - 1];
        return findSlowly(code);
    }

private:
    [[nodiscard]] const Abbreviation *findSlowly(uint64_t code) const;

    std::vector<Abbreviation> m_entries;
    std::map<uint64_t, size_t> m_sparse; ///< those not at their own place
};

/// What sizes of forms depend on.
struct FormSizes {
    uint8_t addressSize = 8;
    uint8_t offsetSize = 4;
    uint16_t version = 4;
};

/// Moves @p cursor over one value of @p form; fails the cursor on an unknown form.
void skipForm(ByteCursor &cursor, uint16_t form, const FormSizes &sizes);

}
