// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/analysis/valueorder.h"

#include <charconv>
#include <cmath>
#include <optional>

namespace Freezeframe
{

namespace
{

/// A number that is all of the text, or stands in parentheses behind the name of a constant: "main.Green (1)".
std::optional<long double> numberOf(std::string_view text)
{
    if (text.ends_with(')')) {
        const size_t open = text.rfind('(');
        if (open != std::string_view::npos && open > 0)
            text = text.substr(open + 1, text.size() - open - 2);
    }
    long double value = 0;
    const bool isHexadecimal = text.starts_with("0x");
    if (isHexadecimal) {
        unsigned long long bits = 0;
        const auto [end, error] = std::from_chars(text.data() + 2, text.data() + text.size(), bits, 16);
        if (error != std::errc() || end != text.data() + text.size())
            return std::nullopt;
        return static_cast<long double>(bits);
    }
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || std::isnan(value))
        return std::nullopt;
    return value;
}

}

int compareValues(std::string_view left, std::string_view right)
{
    const auto a = numberOf(left);
    const auto b = numberOf(right);
    if (a && b)
        return *a < *b ? -1 : *a > *b ? 1 : 0;
    if (a.has_value() != b.has_value())
        return a ? -1 : 1;
    return left.compare(right);
}

}
