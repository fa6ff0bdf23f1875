// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/dwarf/dwarfunits.h"

#include <string>
#include <vector>

namespace Freezeframe
{

/// One row of a line table.
struct LineRow {
    uint64_t address = 0;
    uint32_t file = 0; ///< index into the unit's files
    uint32_t line = 0;
    uint32_t column = 0;
    bool endsSequence = false;
};

/// The line table of one unit: its files at once, its rows when asked. Decoded without libdwarf, which takes a hundred
/// times as long for the rows of Go's runtime. Analysis thread only.
class LineTable
{
public:
    /// Of the unit's table in .debug_line, as far as it is readable.
    LineTable(const DwarfUnits &units, const DwarfUnit &unit);

    /// The path for a DW_AT_decl_file, DW_AT_call_file or LineRow::file: absolute where the unit says where it was
    /// compiled; empty if there is none.
    [[nodiscard]] std::string_view file(uint64_t number) const;
    /// All its files, also those without a row; as file() tells them.
    [[nodiscard]] std::vector<std::string_view> files() const;
    /// The row that holds at @p address, null if none does.
    [[nodiscard]] const LineRow *rowAt(uint64_t address);
    [[nodiscard]] const std::optional<Error> &damage() const { return m_damage; }

private:
    struct Format {
        uint64_t content = 0; ///< DW_LNCT_*
        AttributeSpec spec;
    };
    struct State;

    bool readHeader(ByteCursor &cursor);
    void readNamesV2(ByteCursor &cursor);
    bool readNamesV5(ByteCursor &cursor);
    bool readEntriesV5(ByteCursor &cursor, bool areFiles);
    [[nodiscard]] std::string joined(std::string_view name, uint64_t directory) const;
    void readRows();
    bool step(ByteCursor &cursor, State &state);
    bool stepExtended(ByteCursor &cursor, State &state);
    void advance(State &state, uint64_t operations) const;
    void emit(const State &state, bool endsSequence);
    void setDamage(uint64_t offset);

    const DwarfUnits &m_units;
    const DwarfUnit &m_unit;
    std::span<const std::byte> m_section; ///< .debug_line up to the end of this table
    uint64_t m_program = 0; ///< where the rows' instructions begin
    uint16_t m_version = 0;
    uint8_t m_addressSize = 8;
    uint8_t m_minimumInstruction = 1;
    uint8_t m_maximumOperations = 1;
    int8_t m_lineBase = 0;
    uint8_t m_lineRange = 1;
    uint8_t m_opcodeBase = 1;
    std::vector<uint8_t> m_operandCounts; ///< of the standard opcodes, from 1 on
    std::vector<std::string> m_directories;
    std::vector<std::string> m_files;
    std::vector<LineRow> m_rows; ///< by address; of equal ones, the end of a sequence first
    bool m_hasRows = false;
    std::optional<Error> m_damage;
};

}
