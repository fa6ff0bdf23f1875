// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/go/gosymbols.h"

#include <map>
#include <unordered_map>

namespace Freezeframe
{

/// What is done to a lock of package sync. A value type.
struct LockEvent {
    enum class Kind : uint8_t { Lock, ReadLock, TryLock, TryReadLock, Unlock, ReadUnlock };
    Kind kind = Kind::Lock;
    uint8_t offset = 0; ///< in the lock, of the address that the instruction names
    [[nodiscard]] bool isRead() const
    {
        return kind == Kind::ReadLock || kind == Kind::TryReadLock || kind == Kind::ReadUnlock;
    }
    [[nodiscard]] bool isTry() const { return kind == Kind::TryLock || kind == Kind::TryReadLock; }
    [[nodiscard]] bool isUnlock() const { return kind == Kind::Unlock || kind == Kind::ReadUnlock; }
};

/// Which Go functions and instructions lock and unlock, each read once. One thread; target and symbols outlive it.
class LockCode
{
public:
    struct Function {
        Address entry, end;
        std::optional<LockEvent> event; ///< what calling it does to the lock that is its first argument
        bool isRuntime = false; ///< the runtime's, or inside of a lock
        bool neverReturns = false;
        bool keepsRegisters = false; ///< a write barrier
        enum class Defers : uint8_t { Nothing, Closure, Record, Run };
        Defers defers = Defers::Nothing; ///< what it does with deferred calls
    };

    LockCode(const Target &target, const GoSymbols &symbols);

    /// Null if @p entry is not where a Go function begins. Valid as long as this is.
    [[nodiscard]] const Function *functionAt(Address entry);
    /// Where Lock and Unlock are inlined, their atomic instructions count.
    [[nodiscard]] std::optional<LockEvent> inlinedAt(Address pc);
    /// Whether the function may lock or unlock, as far as it and the functions that it calls tell.
    [[nodiscard]] bool mayTouch(const Function &function);

private:
    struct Body {
        std::unordered_map<Address, LockEvent> events; ///< of inlined ones
        std::vector<Address> callees;
        bool callsUnknown = false; ///< through a register or memory
    };
    [[nodiscard]] const Body &bodyOf(Address entry);
    [[nodiscard]] Body read(const GoSymbols::Match &match) const;
    [[nodiscard]] bool mayTouch(Address entry, unsigned depth);

    const Target &m_target;
    const GoSymbols &m_symbols;
    std::unordered_map<Address, std::optional<Function>> m_functions;
    std::unordered_map<Address, Body> m_bodies;
    std::map<std::pair<Address, unsigned>, bool> m_touching; ///< by entry, and how deep calls were followed
};

/// Whether the function is of the runtime or one of the methods of a lock, whose own ends mean nothing to others.
[[nodiscard]] bool isInsideOfLock(std::string_view function);

}
