// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/address.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace Freezeframe
{

/// Addresses that were gone to, as a browser keeps pages. A value type.
class AddressHistory
{
public:
    /// Drops what lies ahead; the same address again is no step.
    void visit(Address address);
    [[nodiscard]] bool isEmpty() const { return m_visited.empty(); }
    [[nodiscard]] bool canGoBack() const { return m_current > 1; }
    [[nodiscard]] bool canGoForward() const { return m_current < m_visited.size(); }
    std::optional<Address> back();
    std::optional<Address> forward();
    void clear();

private:
    std::vector<Address> m_visited;
    size_t m_current = 0; ///< that many were gone to, the last of them is on show
};

}
