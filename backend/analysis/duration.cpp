// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/analysis/duration.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <utility>

namespace Freezeframe
{

namespace
{

constexpr std::array<std::pair<std::string_view, int64_t>, 9> units = {{{"ns", 1},
                                                                        {"us", 1'000},
                                                                        {"µs", 1'000},
                                                                        {"ms", 1'000'000},
                                                                        {"s", 1'000'000'000},
                                                                        {"m", 60'000'000'000},
                                                                        {"min", 60'000'000'000},
                                                                        {"h", 3'600'000'000'000},
                                                                        {"d", 86'400'000'000'000}}};

bool isOfNumber(char letter)
{
    return (letter >= '0' && letter <= '9') || letter == '.';
}

}

std::optional<int64_t> parseDuration(std::string_view text)
{
    if (text.empty())
        return std::nullopt;
    double total = 0;
    while (!text.empty()) {
        const auto letters = size_t(std::ranges::find_if_not(text, isOfNumber) - text.begin());
        const auto end = size_t(std::ranges::find_if(text.substr(letters), isOfNumber) - text.begin());
        double number = 0;
        const auto [parsed, error] = std::from_chars(text.data(), text.data() + letters, number);
        std::string unit(text.substr(letters, end - letters));
        std::ranges::transform(unit, unit.begin(),
                               [](char letter) { return letter >= 'A' && letter <= 'Z' ? char(letter + 32) : letter; });
        const auto known = std::ranges::find(units, unit, &std::pair<std::string_view, int64_t>::first);
        if (error != std::errc() || parsed != text.data() + letters || known == units.end())
            return std::nullopt;
        total += number * double(known->second);
        text.remove_prefix(end);
    }
    constexpr double longest = 9.0e18; // longer than any process lives, and still an integer
    return int64_t(std::min(total, longest));
}

std::string elapsedText(int64_t nanoseconds)
{
    if (nanoseconds < 1'000'000'000)
        return std::format("{} ms", std::max<int64_t>(0, nanoseconds) / 1'000'000);
    const int64_t seconds = nanoseconds / 1'000'000'000;
    if (seconds < 60)
        return std::format("{} s", seconds);
    if (seconds < 3600)
        return std::format("{} min", seconds / 60);
    if (seconds < 86400)
        return seconds % 3600 < 60 ? std::format("{} h", seconds / 3600)
                                   : std::format("{} h {} min", seconds / 3600, seconds % 3600 / 60);
    return seconds % 86400 < 3600 ? std::format("{} d", seconds / 86400)
                                  : std::format("{} d {} h", seconds / 86400, seconds % 86400 / 3600);
}

}
