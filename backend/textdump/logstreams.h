// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace Freezeframe
{

/// Takes lines out of what logs put around them: times, names of containers, JSON of docker and kubernetes, colours, ends
/// of other systems. Lines with the same front belong together, whatever stands between them. One thread.
class LogStreams
{
public:
    /// Looks for fronts in all of @p text, which must outlive this.
    explicit LogStreams(std::string_view text);

    /// Gives line after line to @p take: the number of its front (0: none), the line without it, its number from 1.
    using Take = std::function<void(size_t stream, std::string_view line, uint64_t number)>;
    void read(const Take &take) const;
    [[nodiscard]] size_t count() const { return m_fronts.size() + 1; }
    [[nodiscard]] bool hasFronts() const { return !m_fronts.empty() || m_hasJson; }

private:
    void learn(std::string_view line, std::string_view behind);
    void give(std::string_view line, uint64_t number, const Take &take) const;

    std::string_view m_text;
    std::vector<std::string> m_fronts; ///< shapes: runs of digits that may change stand for all such runs
    bool m_hasJson = false;
};

}
