// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/go/gosymbols.h"
#include "backend/profile/profile.h"

#include <map>
#include <span>
#include <unordered_map>

namespace Freezeframe
{

/// Puts stacks into a profile, each place in code once, with names so that nobody needs the program afterwards. One
/// thread; all references are borrowed.
class ProfileBuilder
{
public:
    ProfileBuilder(const Target &target, const GoSymbols &symbols, Profile &profile);

    /// A function at a place, as somebody has found it.
    struct Place {
        std::string_view function;
        std::string_view file;
        int64_t line = 0;
        int64_t startLine = 0;
    };
    /// The location of an address in an instruction, @p places being what was inlined there, innermost first.
    [[nodiscard]] uint32_t location(Address address, std::span<const Place> places);

    /// Locations of a stack that the runtime has recorded: return addresses, innermost first, and for what was inlined
    /// either nothing or an address for each level (Go runtime/symtab.go: CallersFrames).
    [[nodiscard]] std::vector<uint32_t> recordedStack(std::span<const Address> pcs);
    /// How many of the innermost a profile of memory leaves out, as all of its stacks begin with the allocator.
    [[nodiscard]] size_t allocatorDepth(std::span<const Address> pcs, int goMinor) const;

private:
    [[nodiscard]] uint32_t function(const Place &place);
    [[nodiscard]] std::optional<uint32_t> mappingOf(Address address);
    [[nodiscard]] std::optional<uint32_t> addMapping(Profile::Mapping mapping);

    const Target &m_target;
    const GoSymbols &m_symbols;
    Profile &m_profile;
    std::map<std::tuple<std::string, std::string, int64_t>, uint32_t> m_functions;
    std::map<std::pair<Address, std::vector<std::pair<uint32_t, int64_t>>>, uint32_t> m_locations;
    std::map<Address, uint32_t> m_mappings; ///< by begin
};

}
