// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/result.h"
#include "backend/dwarf/dwarfconstants.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

struct Dwarf_Debug_s;
struct Dwarf_Die_s;
struct Dwarf_Attribute_s;

namespace Freezeframe
{

class DwarfSections;

/// Set in a DIE key for offsets in .debug_types; without it they are in .debug_info.
inline constexpr uint64_t inDebugTypes = uint64_t(1) << 63;

/// What an attribute says, whatever its form.
struct AttributeValue {
    enum class Class { Absent, Address, Number, Block, Reference, Text, Offset, Index };
    Class valueClass = Class::Absent;
    uint64_t number = 0; ///< sign-extended if the form is signed; Reference: a DIE key
    bool isSigned = false;
    uint8_t size = 0; ///< bytes of a fixed-size number, else 0
    std::span<const std::byte> block; ///< lives as long as the sections

    [[nodiscard]] bool isSet() const { return valueClass != Class::Absent; }
};

/// Owns one DIE of libdwarf, or none. Must not outlive its DwarfHandle; analysis thread only.
class DwarfDie
{
public:
    DwarfDie() = default;
    DwarfDie(DwarfDie &&other) noexcept;
    DwarfDie &operator=(DwarfDie &&other) noexcept;
    DwarfDie(const DwarfDie &) = delete;
    DwarfDie &operator=(const DwarfDie &) = delete;
    ~DwarfDie();

    [[nodiscard]] explicit operator bool() const { return m_die != nullptr; }
    [[nodiscard]] uint16_t tag() const { return m_tag; }
    [[nodiscard]] uint64_t key() const { return m_key; }
    /// No DIE if there is none. The siblings' keys ascend, so walks end on any input.
    [[nodiscard]] Result<DwarfDie> child() const;
    [[nodiscard]] Result<DwarfDie> sibling() const;

    [[nodiscard]] bool has(Dw::Attribute attribute) const;
    /// Absent also if it can't be read: then the error says so.
    [[nodiscard]] Result<AttributeValue> value(Dw::Attribute attribute) const;
    [[nodiscard]] std::optional<std::string> text(Dw::Attribute attribute) const;
    /// Of class constant.
    [[nodiscard]] std::optional<uint64_t> number(Dw::Attribute attribute) const;
    [[nodiscard]] std::optional<uint64_t> address(Dw::Attribute attribute) const;
    /// Key of the DIE referred to.
    [[nodiscard]] std::optional<uint64_t> reference(Dw::Attribute attribute) const;
    [[nodiscard]] bool flag(Dw::Attribute attribute) const;

private:
    friend class DwarfHandle;
    DwarfDie(Dwarf_Debug_s *debug, Dwarf_Die_s *die);

    Dwarf_Debug_s *m_debug = nullptr;
    Dwarf_Die_s *m_die = nullptr;
    uint64_t m_key = 0;
    uint16_t m_tag = 0;
};

/// Owns libdwarf's view of one file's DWARF, fed from the mapped file. The one user of libdwarf.h. libdwarf demands
/// that one thread opens, uses and closes it: the analysis thread.
class DwarfHandle
{
public:
    /// @p sections must outlive it. A section is decompressed when libdwarf first needs it.
    [[nodiscard]] static Result<std::unique_ptr<DwarfHandle>> open(const DwarfSections &sections);
    ~DwarfHandle();

    [[nodiscard]] Result<DwarfDie> die(uint64_t key) const;

private:
    DwarfHandle();
    struct Source;
    std::unique_ptr<Source> m_source;
    Dwarf_Debug_s *m_debug = nullptr;
};

}
