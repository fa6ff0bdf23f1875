// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/finding.h"
#include "backend/findings/framevalues.h"
#include "backend/findings/stackroots.h"

namespace Freezeframe
{

/// Who else uses the map of which the runtime noticed that two do at once. References outlive it; analysis thread only.
class MapUsers
{
public:
    MapUsers(const FindingSources &sources, const std::stop_token &stop);

    /// @p row: of the goroutine that noticed it.
    [[nodiscard]] Finding finding(uint32_t row);

private:
    struct User {
        uint32_t row = 0;
        bool isInMap = false; ///< stands in a function of maps
        bool hasMap = false; ///< has this very map in hand; false only if it can't be told which one it has
    };
    /// The map that the innermost function of maps on the stack works on, if its variables tell.
    [[nodiscard]] std::optional<Value> mapOf(uint32_t row);
    [[nodiscard]] std::optional<Value> mapOfCaller(uint32_t row);
    [[nodiscard]] std::vector<User> users(uint32_t row, std::optional<Address> map);
    [[nodiscard]] bool isInMapFunction(uint32_t row) const;
    [[nodiscard]] bool hasInHand(uint32_t row, Address map);
    void describeMap(Finding &finding, const Value &map) const;
    void addUser(Finding &finding, const User &user, std::optional<Address> map);
    void setTitle(Finding &finding, std::span<const User> users, bool isKnown) const;

    const FindingSources &m_sources;
    std::stop_token m_stop;
    FrameValues m_frames;
    StackRoots m_roots;
};

}
