// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <utility>
#include <vector>

namespace Freezeframe
{

/// Where the arrows of jumps run beside the lines of a function: short ones inside, none over another. What finds no
/// free lane is not drawn whole. A value type, made once for a function.
class JumpLanes
{
public:
    struct Jump {
        int from = 0; ///< row
        int to = 0; ///< row
        int lane = -1; ///< 0 is next to the text; -1: all were taken
        [[nodiscard]] int first() const { return from < to ? from : to; }
        [[nodiscard]] int last() const { return from < to ? to : from; }
    };

    JumpLanes() = default;
    /// @p jumps: rows from and to; at most @p most lanes.
    JumpLanes(const std::vector<std::pair<int, int>> &jumps, int most);

    [[nodiscard]] const std::vector<Jump> &jumps() const { return m_jumps; }
    [[nodiscard]] int laneCount() const { return m_laneCount; }

private:
    std::vector<Jump> m_jumps; ///< short ones first
    int m_laneCount = 0;
};

}
