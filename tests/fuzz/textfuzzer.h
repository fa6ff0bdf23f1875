// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace Freezeframe
{

/// Makes lines of text out of other lines and of words of Go's expressions, the same ones from the same seed, for
/// machines without libFuzzer. One thread.
class TextFuzzer
{
public:
    TextFuzzer(std::vector<std::string> lines, uint64_t seed)
        : m_lines(std::move(lines))
        , m_random(seed)
    {
    }
    [[nodiscard]] std::string next();

private:
    [[nodiscard]] size_t below(size_t bound) { return bound == 0 ? 0 : m_random() % bound; }
    void change(std::string &line);

    std::vector<std::string> m_lines;
    std::mt19937_64 m_random;
};

}
