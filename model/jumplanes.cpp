// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "model/jumplanes.h"

#include <algorithm>
#include <map>

namespace Freezeframe
{

namespace
{

/// What stands in one lane: stretches of rows that do not meet.
class Lane
{
public:
    bool take(int first, int last)
    {
        const auto after = m_stretches.lower_bound(first);
        if (after != m_stretches.end() && after->first <= last)
            return false;
        if (after != m_stretches.begin() && std::prev(after)->second >= first)
            return false;
        m_stretches.emplace(first, last);
        return true;
    }

private:
    std::map<int, int> m_stretches; ///< first row → last row
};

}

JumpLanes::JumpLanes(const std::vector<std::pair<int, int>> &jumps, int most)
{
    m_jumps.reserve(jumps.size());
    for (const auto &[from, to] : jumps)
        m_jumps.push_back({.from = from, .to = to});
    std::ranges::stable_sort(m_jumps, {}, [](const Jump &jump) { return jump.last() - jump.first(); });
    std::vector<Lane> lanes(size_t(std::max(0, most)));
    for (Jump &jump : m_jumps) {
        for (size_t lane = 0; lane < lanes.size() && jump.lane < 0; ++lane) {
            if (lanes[lane].take(jump.first(), jump.last()))
                jump.lane = int(lane);
        }
        m_laneCount = std::max(m_laneCount, jump.lane + 1);
    }
}

}
