// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/dwarf/unwindrow.h"
#include "backend/elf/registers.h"
#include "backend/target/target.h"
#include "backend/unwind/codeproof.h"

#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace Freezeframe
{

/// Walks over one frame of C at a time: by CFI, else by what the code proves. Owns the unwind tables of all modules,
/// each made when first needed, under a lock. Any thread.
class CUnwinder
{
public:
    explicit CUnwinder(std::shared_ptr<const Target> target);

    struct Symbol {
        std::string name; ///< demangled; empty if the module has no symbol there
        Address entry; ///< loaded
        std::optional<uint32_t> module; ///< index into Target::modules()
    };
    /// @p exact: the pc is where execution is, not a return address.
    [[nodiscard]] Symbol symbolAt(Address pc, bool exact) const;
    /// Whether code of the process can be at @p address: in a module, or in memory that may be executed.
    [[nodiscard]] bool isCode(Address address) const;

    using Caller = CFrameCaller;
    /// @p exact: the pc is where execution is, not a return address.
    [[nodiscard]] Result<Caller> callerOf(const Registers &registers, bool exact) const;

private:
    [[nodiscard]] std::shared_ptr<const UnwindTable> tableOf(uint32_t module) const;
    [[nodiscard]] Result<Caller> byTable(const UnwindRow &row, const Registers &registers, uint64_t bias) const;
    [[nodiscard]] Result<Caller> withoutTable(const Registers &registers, bool exact) const;
    [[nodiscard]] std::optional<Caller> byFramePointer(const Registers &registers) const;
    /// The function that a symbol says is at @p pc; null entry if there is none.
    [[nodiscard]] CodeFrames::Start functionAt(Address pc) const;

    std::shared_ptr<const Target> m_target;
    struct Slot {
        bool tried = false;
        std::shared_ptr<const UnwindTable> table;
    };
    mutable std::mutex m_mutex;
    mutable std::vector<Slot> m_tables;
};

}
