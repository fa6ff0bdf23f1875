// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/dwarf/linetable.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

/// DW_LNS_*, DW_LNE_* and DW_LNCT_* (DWARF 5, 7.22).
enum Standard : uint8_t {
    Copy = 1,
    AdvancePc = 2,
    AdvanceLine = 3,
    SetFile = 4,
    SetColumn = 5,
    ConstAddPc = 8,
    FixedAdvancePc = 9,
};
enum Extended : uint8_t { EndSequence = 1, SetAddress = 2, DefineFile = 3 };
enum Content : uint8_t { ContentPath = 1, ContentDirectory = 2 };

/// @p folder/@p name; "." adds nothing.
std::string below(std::string_view folder, std::string_view name)
{
    if (name.starts_with('/') || folder.empty() || folder == ".")
        return std::string(name);
    return std::string(folder) + (folder.ends_with('/') ? "" : "/") + std::string(name);
}

}

struct LineTable::State {
    uint64_t address = 0;
    uint64_t operation = 0; ///< index in a bundle
    uint64_t file = 1;
    uint64_t line = 1;
    uint64_t column = 0;
};

LineTable::LineTable(const DwarfUnits &units, const DwarfUnit &unit)
    : m_units(units)
    , m_unit(unit)
    , m_section(units.sections().bytes(DwarfSection::Line))
{
    if (!unit.root.lines || m_section.empty())
        return;
    ByteCursor cursor(m_section, *unit.root.lines);
    if (!readHeader(cursor) || cursor.failed())
        setDamage(*unit.root.lines);
}

void LineTable::setDamage(uint64_t offset)
{
    m_damage = Error{.code = ErrorCode::BadFormat,
                     .message = "a line table is damaged",
                     .file = m_units.sections().file()->path(),
                     .section = ".debug_line",
                     .offset = offset};
}

bool LineTable::readHeader(ByteCursor &cursor)
{
    uint8_t offsetSize = 4;
    uint64_t length = cursor.u32();
    if (length == 0xffffffff) {
        length = cursor.u64();
        offsetSize = 8;
    }
    if (cursor.failed() || length > cursor.remaining())
        return false;
    m_section = m_section.first(cursor.position() + length);
    cursor = ByteCursor(m_section, cursor.position());
    m_version = cursor.u16();
    if (m_version < 2 || m_version > 5)
        return false;
    m_addressSize = m_unit.sizes.addressSize;
    if (m_version >= 5) {
        m_addressSize = cursor.u8();
        cursor.skip(1);
    }
    const uint64_t headerLength = cursor.unsignedOf(offsetSize);
    if (cursor.failed() || headerLength > cursor.remaining())
        return false;
    m_program = cursor.position() + headerLength;
    m_minimumInstruction = cursor.u8();
    m_maximumOperations = m_version >= 4 ? std::max<uint8_t>(cursor.u8(), 1) : uint8_t(1);
    cursor.skip(1); // default_is_stmt
    m_lineBase = cursor.read<int8_t>();
    m_lineRange = cursor.u8();
    m_opcodeBase = cursor.u8();
    if (cursor.failed() || m_lineRange == 0 || m_opcodeBase == 0)
        return false;
    for (int i = 1; i < m_opcodeBase; ++i)
        m_operandCounts.push_back(cursor.u8());
    if (m_version >= 5)
        return readNamesV5(cursor);
    readNamesV2(cursor);
    return true;
}

void LineTable::readNamesV2(ByteCursor &cursor)
{
    m_directories.emplace_back(m_unit.root.compilationFolder);
    for (auto name = cursor.cString(); !name.empty(); name = cursor.cString())
        m_directories.push_back(below(m_unit.root.compilationFolder, name));
    m_files.emplace_back(); // they count from 1
    for (auto name = cursor.cString(); !name.empty(); name = cursor.cString()) {
        m_files.push_back(joined(name, cursor.uleb()));
        cursor.skipLeb(); // time
        cursor.skipLeb(); // size
    }
}

bool LineTable::readNamesV5(ByteCursor &cursor)
{
    return readEntriesV5(cursor, false) && readEntriesV5(cursor, true);
}

bool LineTable::readEntriesV5(ByteCursor &cursor, bool areFiles)
{
    std::vector<Format> formats(cursor.u8());
    for (Format &format : formats) {
        format.content = cursor.uleb();
        format.spec.form = static_cast<uint16_t>(cursor.uleb());
    }
    const uint64_t count = cursor.uleb();
    if (cursor.failed() || count > cursor.remaining() || (count && formats.empty()))
        return false;
    for (uint64_t i = 0; i < count && !cursor.failed(); ++i) {
        std::string_view path;
        uint64_t directory = 0;
        for (const Format &format : formats) {
            const FormValue value = DwarfUnits::readForm(cursor, format.spec, m_unit);
            if (format.content == ContentPath)
                path = m_units.text(value, m_unit);
            else if (format.content == ContentDirectory)
                directory = value.number;
        }
        if (areFiles)
            m_files.push_back(joined(path, directory));
        else
            m_directories.push_back(below(m_unit.root.compilationFolder, path));
    }
    return !cursor.failed();
}

std::string LineTable::joined(std::string_view name, uint64_t directory) const
{
    return directory < m_directories.size() ? below(m_directories[directory], name) : std::string(name);
}

std::string_view LineTable::file(uint64_t number) const
{
    return number < m_files.size() ? std::string_view(m_files[number]) : std::string_view();
}

std::vector<std::string_view> LineTable::files() const
{
    return {m_files.begin(), m_files.end()};
}

const LineRow *LineTable::rowAt(uint64_t address)
{
    if (!std::exchange(m_hasRows, true))
        readRows();
    const auto after = std::ranges::upper_bound(m_rows, address, {}, &LineRow::address);
    if (after == m_rows.begin() || std::prev(after)->endsSequence)
        return nullptr;
    return &*std::prev(after);
}

void LineTable::readRows()
{
    if (m_program == 0 || m_damage)
        return;
    ByteCursor cursor(m_section, m_program);
    State state;
    while (!cursor.atEnd() && step(cursor, state)) { }
    if (cursor.failed())
        setDamage(m_program);
    std::ranges::stable_sort(m_rows, [](const LineRow &a, const LineRow &b) {
        return a.address != b.address ? a.address < b.address : a.endsSequence > b.endsSequence;
    });
}

void LineTable::advance(State &state, uint64_t operations) const
{
    const uint64_t total = state.operation + operations;
    state.address += m_minimumInstruction * (total / m_maximumOperations);
    state.operation = total % m_maximumOperations;
}

void LineTable::emit(const State &state, bool endsSequence)
{
    m_rows.push_back({.address = state.address,
                      .file = static_cast<uint32_t>(state.file),
                      .line = static_cast<uint32_t>(state.line),
                      .column = static_cast<uint32_t>(state.column),
                      .endsSequence = endsSequence});
}

bool LineTable::step(ByteCursor &cursor, State &state)
{
    const uint8_t opcode = cursor.u8();
    if (opcode >= m_opcodeBase) {
        const unsigned adjusted = opcode - m_opcodeBase;
        advance(state, adjusted / m_lineRange);
        state.line += static_cast<uint64_t>(m_lineBase + static_cast<int>(adjusted % m_lineRange));
        emit(state, false);
        return true;
    }
    switch (opcode) {
    case 0: return stepExtended(cursor, state);
    case Copy: emit(state, false); break;
    case AdvancePc: advance(state, cursor.uleb()); break;
    case AdvanceLine: state.line += static_cast<uint64_t>(cursor.sleb()); break;
    case SetFile: state.file = cursor.uleb(); break;
    case SetColumn: state.column = cursor.uleb(); break;
    case ConstAddPc: advance(state, (255u - m_opcodeBase) / m_lineRange); break;
    case FixedAdvancePc:
        state.address += cursor.u16();
        state.operation = 0;
        break;
    default: // flags of a row that nobody asks for, and opcodes of a later version
        for (int i = 0; i < m_operandCounts[opcode - 1]; ++i)
            cursor.skipLeb();
        break;
    }
    return !cursor.failed();
}

bool LineTable::stepExtended(ByteCursor &cursor, State &state)
{
    const uint64_t length = cursor.uleb();
    if (cursor.failed() || length == 0 || length > cursor.remaining()) {
        cursor.fail();
        return false;
    }
    const uint64_t end = cursor.position() + length;
    switch (cursor.u8()) {
    case EndSequence:
        emit(state, true);
        state = {};
        break;
    case SetAddress:
        state.address = cursor.unsignedOf(static_cast<unsigned>(std::min<uint64_t>(length - 1, 8)));
        state.operation = 0;
        break;
    case DefineFile: {
        const auto name = cursor.cString();
        m_files.push_back(joined(name, cursor.uleb()));
        break;
    }
    default: break;
    }
    if (!cursor.failed())
        cursor.seek(end);
    return !cursor.failed();
}

}
