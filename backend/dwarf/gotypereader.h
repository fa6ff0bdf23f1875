// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/dwarf/dwarftypes.h"

namespace Freezeframe
{

/// Reads a DIE that Go's linker wrote. Used for one type, then gone.
class GoTypeReader
{
public:
    /// @p producer of the unit tells the release.
    GoTypeReader(DwarfTypes &types, unsigned depth, std::string_view producer);
    [[nodiscard]] Result<Type> read(const DwarfDie &die, uint64_t key);

private:
    [[nodiscard]] Result<Type> readTypedef(const DwarfDie &die, uint8_t goKind);
    void readMembers(const DwarfDie &die, Type &type);
    void readParameters(const DwarfDie &die, Type &type);
    void readArray(const DwarfDie &die, Type &type);
    [[nodiscard]] TypeRef structBehind(const DwarfDie &die);
    [[nodiscard]] bool isPointerShaped(const Type &type);

    DwarfTypes &m_types;
    unsigned m_depth;
    bool m_ignoresEmptyFields; ///< a pointer beside fields of size 0 is still pointer-shaped (Go 1.26)
};

}
