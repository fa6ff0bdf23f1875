// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/type.h"
#include "backend/dwarf/dwarfhandle.h"
#include "backend/dwarf/dwarfindex.h"

#include <unordered_map>
#include <unordered_set>

namespace Freezeframe
{

/// Turns type DIEs of Go and C into Types, each once. Analysis thread only; results live as long as it.
class DwarfTypes
{
public:
    DwarfTypes(DwarfUnits &units, DwarfIndex &index, const DwarfHandle &handle, uint32_t module);

    /// @p key is that of a TypeRef: a DIE key with the view in its upper bits.
    [[nodiscard]] Result<const Type *> type(uint64_t key, unsigned depth = 0);
    [[nodiscard]] TypeRef reference(uint64_t key) const;

private:
    friend class CTypeReader;
    friend class GoTypeReader;
    [[nodiscard]] Result<Type> load(uint64_t key, unsigned depth);
    /// The same type under another name: of a typedef, of const and volatile.
    [[nodiscard]] Result<Type> aliasOf(const DwarfDie &die, unsigned depth);
    [[nodiscard]] TypeRef element(const DwarfDie &die, Dw::Attribute attribute = Dw::AtType) const;

    DwarfUnits &m_units;
    DwarfIndex &m_index;
    const DwarfHandle &m_handle;
    uint32_t m_module;
    std::unordered_map<uint64_t, Result<std::unique_ptr<const Type>>> m_types;
    std::unordered_set<uint64_t> m_loading; ///< keys of the types that are being read
};

}
