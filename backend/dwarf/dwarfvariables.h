// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/dwarf/dwarffunctions.h"

#include <deque>
#include <map>

namespace Freezeframe
{

/// Variables of functions, and single globals and constants. Analysis thread only; locations live as long as it.
class DwarfVariables
{
public:
    DwarfVariables(DwarfUnits &units, DwarfFunctions &functions, const DwarfHandle &handle, uint32_t module);

    [[nodiscard]] Result<std::vector<DwarfVariable>> inFunction(const DwarfFunction &function, uint64_t inlinedDie,
                                                                uint64_t pc);
    /// A variable or constant outside of functions.
    [[nodiscard]] Result<DwarfVariable> global(uint64_t die, std::string_view name);
    [[nodiscard]] std::span<const std::byte> frameBase(const DwarfFunction &function);
    /// See DwarfModule::places.
    [[nodiscard]] std::vector<DwarfPlace> places(uint64_t die);

private:
    struct Walk;
    [[nodiscard]] std::span<const std::byte> readFrameBase(const DwarfFunction &function);
    [[nodiscard]] Result<std::vector<DwarfVariable>> readFunction(const DwarfFunction &function, uint64_t inlinedDie,
                                                                  uint64_t pc);
    void collect(const DwarfDie &parent, unsigned depth, Walk &walk);
    void addOptimizedOut(const DwarfDie &function, Walk &walk);
    [[nodiscard]] DwarfVariable read(const DwarfDie &die, std::optional<uint64_t> pc, uint64_t *originKey);
    void readPlace(const DwarfDie &die, std::optional<uint64_t> pc, DwarfVariable &variable);
    [[nodiscard]] Result<std::span<const std::byte>> locationIn(const AttributeValue &value, uint64_t die, uint64_t pc);
    /// Calls @p read with the section, offset and context of the list that @p value names.
    template<typename Read>
    [[nodiscard]] auto withList(const AttributeValue &value, uint64_t die, Read read);
    /// @p expression without indices into .debug_addr, which only its unit could follow.
    [[nodiscard]] Result<std::span<const std::byte>> resolved(std::span<const std::byte> expression, uint64_t die);

    DwarfUnits &m_units;
    DwarfFunctions &m_functions;
    const DwarfHandle &m_handle;
    uint32_t m_module;
    std::unordered_map<const std::byte *, std::vector<std::byte>> m_rewritten;
    std::unordered_map<uint64_t, std::span<const std::byte>> m_frameBases; ///< by the function's DIE
    /// Of the places that were asked for last, by DIE and pc: many goroutines stand at the same ones.
    std::map<std::pair<uint64_t, uint64_t>, std::vector<DwarfVariable>> m_known;
};

}
