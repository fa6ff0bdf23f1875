// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/addresshistory.h"

namespace Freezeframe
{

namespace
{

constexpr size_t mostKept = 200;

}

void AddressHistory::visit(Address address)
{
    if (m_current > 0 && m_visited[m_current - 1] == address)
        return;
    m_visited.resize(m_current);
    if (m_visited.size() >= mostKept)
        m_visited.erase(m_visited.begin());
    m_visited.push_back(address);
    m_current = m_visited.size();
}

std::optional<Address> AddressHistory::back()
{
    if (!canGoBack())
        return std::nullopt;
    --m_current;
    return m_visited[m_current - 1];
}

std::optional<Address> AddressHistory::forward()
{
    if (!canGoForward())
        return std::nullopt;
    ++m_current;
    return m_visited[m_current - 1];
}

void AddressHistory::clear()
{
    m_visited.clear();
    m_current = 0;
}

}
