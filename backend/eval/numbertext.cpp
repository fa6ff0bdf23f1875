// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/numbertext.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace Freezeframe
{

namespace
{

/// Writes "1.2345e+20" as "123450000000000000000": to_chars without an exponent would tell digits that the number
/// does not have.
std::string withoutExponent(std::string_view scientific)
{
    std::string out;
    if (scientific.starts_with('-')) {
        out += '-';
        scientific.remove_prefix(1);
    }
    const size_t e = scientific.find('e');
    std::string digits;
    std::ranges::copy_if(scientific.substr(0, e), std::back_inserter(digits), [](char c) { return c != '.'; });
    int exponent = 0;
    std::string_view exponentText = scientific.substr(e + 1);
    if (exponentText.starts_with('+'))
        exponentText.remove_prefix(1);
    std::from_chars(exponentText.data(), exponentText.data() + exponentText.size(), exponent);
    const int count = static_cast<int>(digits.size());
    if (exponent < 0) {
        out += "0." + std::string(static_cast<size_t>(-exponent - 1), '0') + digits;
    } else if (exponent + 1 >= count) {
        out += digits + std::string(static_cast<size_t>(exponent + 1 - count), '0');
    } else {
        out += digits.substr(0, static_cast<size_t>(exponent) + 1) + '.'
            + digits.substr(static_cast<size_t>(exponent) + 1);
    }
    return out;
}

template<class Float>
std::string shortest(Float value)
{
    std::array<char, 64> buffer;
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::scientific);
    return withoutExponent(std::string_view(buffer.data(), end.ptr));
}

}

std::string integerText(Int128 value)
{
    if (value == 0)
        return "0";
    std::string digits;
    const bool negative = value < 0;
    __extension__ unsigned __int128 rest = static_cast<unsigned __int128>(value);
    if (negative)
        rest = ~rest + 1;
    for (; rest != 0; rest /= 10)
        digits += static_cast<char>('0' + static_cast<int>(rest % 10));
    if (negative)
        digits += '-';
    std::ranges::reverse(digits);
    return digits;
}

std::string floatText(double value, uint64_t bytes)
{
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value < 0 ? "-Inf" : "+Inf";
    if (value == 0)
        return std::signbit(value) ? "-0" : "0";
    return bytes == sizeof(float) ? shortest(static_cast<float>(value)) : shortest(value);
}

std::string complexText(std::complex<double> value, uint64_t bytes)
{
    return '(' + floatText(value.real(), bytes / 2) + " + " + floatText(value.imag(), bytes / 2) + "i)";
}

}
