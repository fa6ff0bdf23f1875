// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/selection.h"

namespace Freezeframe
{

bool Selection::isSameAs(const Selection &other) const
{
    if (owner != other.owner || frame != other.frame || place.has_value() != other.place.has_value()
        || code != other.code)
        return false;
    return !place || (place->file == other.place->file && place->line == other.place->line);
}

void SelectionHistory::visit(const Selection &selection)
{
    if (!m_visited.empty()) {
        if (m_visited[m_position].isSameAs(selection))
            return;
        m_visited.resize(m_position + 1);
    }
    m_visited.push_back(selection);
    if (m_visited.size() > limit)
        m_visited.erase(m_visited.begin());
    m_position = m_visited.size() - 1;
}

void SelectionHistory::refine(const Selection &selection)
{
    if (!m_visited.empty())
        m_visited[m_position] = selection;
}

void SelectionHistory::clear()
{
    m_visited.clear();
    m_position = 0;
}

std::optional<Selection> SelectionHistory::back()
{
    if (!canGoBack())
        return std::nullopt;
    return m_visited[--m_position];
}

std::optional<Selection> SelectionHistory::forward()
{
    if (!canGoForward())
        return std::nullopt;
    return m_visited[++m_position];
}

}
