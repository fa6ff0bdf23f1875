// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/analysis/valueorder.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>
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

/// A text that is read once, however often it is compared.
struct ReadValue {
    std::string_view text;
    std::optional<long double> number;
};

int compare(const ReadValue &left, const ReadValue &right)
{
    if (left.number && right.number)
        return *left.number < *right.number ? -1 : *left.number > *right.number ? 1 : 0;
    if (left.number.has_value() != right.number.has_value())
        return left.number ? -1 : 1;
    return left.text.compare(right.text);
}

}

int compareValues(std::string_view left, std::string_view right)
{
    return compare({left, numberOf(left)}, {right, numberOf(right)});
}

std::vector<uint32_t> ranksOf(const std::vector<std::string> &texts)
{
    std::vector<ReadValue> values;
    values.reserve(texts.size());
    for (const std::string &text : texts)
        values.push_back({text, numberOf(text)});
    std::vector<uint32_t> order(texts.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::stable_sort(order, [&values](uint32_t left, uint32_t right) {
        const int result = compare(values[left], values[right]);
        return result != 0 ? result < 0 : values[left].text < values[right].text; // equal numbers, written otherwise
    });
    std::vector<uint32_t> ranks(texts.size());
    uint32_t rank = 0;
    for (size_t i = 0; i < order.size(); ++i) {
        rank += i > 0 && texts[order[i]] != texts[order[i - 1]] ? 1 : 0;
        ranks[order[i]] = rank;
    }
    return ranks;
}

}
