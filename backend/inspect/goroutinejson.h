// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/answers/snapshot.h"

#include <nlohmann/json.hpp>

#include <unordered_map>

namespace Freezeframe
{

using Json = nlohmann::ordered_json;

/// Compact; text of a core need not be UTF-8, JSON must be: what is not becomes U+FFFD.
[[nodiscard]] std::string dumpJson(const Json &json);
[[nodiscard]] Json locationJson(const SourceLocation &place);
[[nodiscard]] Json waitsJson(const std::vector<WaitInfo> &waits);

/// Writes goroutines as JSON, the pieces that many of them share only once. Borrows the snapshot. One thread.
class GoroutineJson
{
public:
    explicit GoroutineJson(const GoroutineSnapshot &snapshot);
    /// Appends an object up to, not including, its closing brace.
    void appendRow(std::string &out, uint32_t row);
    [[nodiscard]] uint64_t id(uint32_t row) const { return m_table.id[row]; }
    [[nodiscard]] bool hasError(uint32_t row) const;
    void putError(Json &object, uint32_t row) const;

private:
    [[nodiscard]] const std::string &state(uint32_t row);

    const GoroutineTable &m_table;
    const GoroutineStacks &m_stacks;
    std::vector<std::string> m_places, m_starts, m_goStatements, m_creators, m_labels; ///< ", \"key\": {…}"
    std::unordered_map<uint64_t, std::string> m_states; ///< by status, wait reason and scan
};

}
