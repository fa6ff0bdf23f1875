// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/address.h"
#include "backend/base/result.h"

#include <cstddef>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace Freezeframe
{

class ElfFile;

/// How one register of the caller is found (DWARF 5, 6.4.1).
struct RegisterRule {
    enum class Kind { Undefined, SameValue, AtCfaPlus, CfaPlus, Register, ExpressionAt, Expression };
    Kind kind = Kind::Undefined;
    int64_t offset = 0; ///< of AtCfaPlus, CfaPlus
    int registerNumber = -1; ///< of Register
    std::span<const std::byte> expression; ///< lives as long as the ElfFile
};

/// How to get from a frame to its caller, whichever table said so. A value type.
struct UnwindRow {
    int cfaRegister = -1; ///< CFA = this register + cfaOffset, unless there is a cfaExpression
    int64_t cfaOffset = 0;
    std::span<const std::byte> cfaExpression;
    std::vector<std::pair<int, RegisterRule>> rules; ///< by DWARF register number, return address column too
    int returnAddressRegister = -1;
    bool isSignalFrame = false; ///< augmentation 'S': the caller's pc is not a return address
};

/// .eh_frame and .debug_frame of one module, decoded without libdwarf. Immutable after open; any thread.
class UnwindTable
{
public:
    /// Reads .eh_frame (also in the mapped memory of the vdso) and .debug_frame; damaged entries are skipped.
    [[nodiscard]] static std::shared_ptr<const UnwindTable> open(std::shared_ptr<const ElfFile> file,
                                                                 std::shared_ptr<const ElfFile> debugFile);
    ~UnwindTable();

    /// NotFound if no FDE covers the linked @p pc.
    [[nodiscard]] Result<UnwindRow> rowAt(Address linkedPc) const;

private:
    UnwindTable();
    struct Data;
    std::unique_ptr<Data> d;
};

}
