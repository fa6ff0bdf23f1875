// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/dwarf/dwarfhandle.h"
#include "backend/dwarf/dwarfindex.h"
#include "backend/dwarf/dwarfmodule.h"
#include "backend/dwarf/linetable.h"

namespace Freezeframe
{

/// Lexical blocks and inlined calls deeper than this are damage.
inline constexpr unsigned maximumBlockDepth = 256;

/// The code that a DIE stands for: of low and high pc, or a list; empty if it has none (an abstract block).
[[nodiscard]] Result<std::vector<AddressRange>> codeRanges(DwarfUnits &units, const DwarfDie &die);
[[nodiscard]] bool containsPc(std::span<const AddressRange> ranges, uint64_t pc);

/// Functions, their inlined calls and lines. Analysis thread only; results live as long as it.
class DwarfFunctions
{
public:
    DwarfFunctions(DwarfUnits &units, DwarfIndex &index, const DwarfHandle &handle);

    [[nodiscard]] Result<const DwarfFunction *> at(uint64_t pc);
    [[nodiscard]] Result<const DwarfFunction *> named(std::string_view name);
    [[nodiscard]] Result<std::vector<DwarfInlinedCall>> inlinedAt(const DwarfFunction &function, uint64_t pc);
    [[nodiscard]] Result<DwarfLine> lineAt(uint64_t pc);
    /// Name by DW_AT_decl_file or DW_AT_call_file of a DIE in the unit that contains @p die; empty if unknown.
    [[nodiscard]] std::string fileName(uint64_t die, uint64_t number);

private:
    [[nodiscard]] Result<const DwarfFunction *> load(uint64_t die);
    [[nodiscard]] LineTable &lines(size_t unit);
    void descend(const DwarfDie &parent, uint64_t pc, unsigned depth, std::vector<DwarfInlinedCall> &calls);

    DwarfUnits &m_units;
    DwarfIndex &m_index;
    const DwarfHandle &m_handle;
    std::unordered_map<uint64_t, std::unique_ptr<DwarfFunction>> m_functions;
    std::unordered_map<size_t, std::unique_ptr<LineTable>> m_lines; ///< by unit
};

}
