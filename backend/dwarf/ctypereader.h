// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/dwarf/dwarftypes.h"

namespace Freezeframe
{

/// Whether types of that DW_LANG have tags ("struct x") in front of their names.
[[nodiscard]] bool isCLanguage(uint16_t language);

/// Reads a DIE of C, C++ and the like. Used for one type, then gone.
class CTypeReader
{
public:
    CTypeReader(DwarfTypes &types, unsigned depth, bool isC)
        : m_types(types)
        , m_depth(depth)
        , m_isC(isC)
    {
    }
    [[nodiscard]] Result<Type> read(const DwarfDie &die, uint64_t key);

private:
    [[nodiscard]] Result<Type> readQualified(const DwarfDie &die);
    [[nodiscard]] Result<Type> readRecord(const DwarfDie &die);
    [[nodiscard]] Result<Type> readArray(const DwarfDie &die, uint64_t key);
    [[nodiscard]] Result<Type> readPointer(const DwarfDie &die);
    void readFunction(const DwarfDie &die, Type &type);
    void readMembers(const DwarfDie &die, Type &type);
    void placeBits(const DwarfDie &die, TypeField &field);
    void readEnumerators(const DwarfDie &die, Type &type);
    [[nodiscard]] std::string tagged(const DwarfDie &die) const;
    /// Name of the type that @p die refers to; "void" if none.
    [[nodiscard]] std::string nameOfTarget(const DwarfDie &die);
    [[nodiscard]] uint64_t sizeOf(TypeRef reference);

    DwarfTypes &m_types;
    unsigned m_depth;
    bool m_isC;
};

}
