// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/go/gosymbols.h"

#include <set>

namespace Freezeframe
{

/// Where a Go function holds a lock of package sync that it took itself, told from its code: all ways from its start to
/// such a place pass a Lock and no Unlock after it. Immutable; any thread.
class LockRegions
{
public:
    /// Empty (nothing is held anywhere) where the code can't be followed: jumps through tables, other architectures.
    [[nodiscard]] static LockRegions of(const Target &target, const GoSymbols &symbols, const GoSymbols::Match &match);

    /// Whether the function has a place that locks, or calls such a place; quick to ask before anything else.
    [[nodiscard]] bool locks() const { return !m_sites.empty(); }
    [[nodiscard]] bool unlocks() const { return m_unlocks; }
    /// Whether it gives up a lock that its caller took.
    [[nodiscard]] bool releases() const { return m_releases; }
    /// Whether a lock is surely held before the instruction that covers @p pc is done.
    [[nodiscard]] bool isHeldAt(Address pc) const;
    /// Whether it surely holds none of those that it takes.
    [[nodiscard]] bool isFreeAt(Address pc) const;
    /// Lines that lock: with more than one, which lock isHeldAt() speaks of is open.
    [[nodiscard]] size_t sites() const { return m_sites.size(); }
    /// Whether the code names this address of a package variable.
    [[nodiscard]] bool namesVariable(Address address) const { return m_variables.contains(address); }

private:
    std::set<int32_t> m_sites;
    bool m_unlocks = false;
    bool m_releases = false;
    std::set<Address> m_variables;
    std::vector<AddressRange> m_held, m_free; ///< ascending
};

}
