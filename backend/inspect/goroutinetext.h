// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/snapshot.h"

#include <string>
#include <unordered_map>
#include <vector>

namespace Freezeframe
{

[[nodiscard]] std::string placeText(const SourceLocation &location);
/// "probably held by goroutine 7: main.f is between Lock and Unlock".
[[nodiscard]] std::string holderText(const WaitInfo::Holder &holder);
/// The frame to look at first, and the one that called it where that says more: indented lines without the last end.
[[nodiscard]] std::string userPlace(const GoroutineStacks::Unique &stack);

/// Writes goroutines for people, what many of them share made only once. Borrows the snapshot. One thread.
class GoroutineText
{
public:
    explicit GoroutineText(const GoroutineSnapshot &snapshot);
    /// State and place of one goroutine, in lines.
    void appendHeader(std::string &out, uint32_t row);
    /// "  created by …", or nothing.
    void appendCreator(std::string &out, uint32_t row);

private:
    [[nodiscard]] const std::string &state(uint32_t row);

    const GoroutineTable &m_table;
    const GoroutineStacks &m_stacks;
    std::vector<std::string> m_places, m_labels, m_creators; ///< by stack, set of labels, go statement
    std::unordered_map<uint64_t, std::string> m_states; ///< by status, wait reason and scan
};

}
