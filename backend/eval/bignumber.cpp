// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/bignumber.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

constexpr uint64_t mostWords = 64; ///< told in decimal
constexpr int64_t mostExponent = 4096; ///< binary, of a float told in decimal
__extension__ using Wide = unsigned __int128;

void multiply(std::vector<uint64_t> &words, uint64_t factor)
{
    uint64_t carry = 0;
    for (uint64_t &word : words) {
        const Wide product = Wide(word) * factor + carry;
        word = static_cast<uint64_t>(product);
        carry = static_cast<uint64_t>(product >> 64);
    }
    if (carry != 0)
        words.push_back(carry);
}

/// "1.5", "1e+20": Go math/big/ftoa.go, %.10g of 0.@p digits times ten to the @p exponent.
std::string shortFloat(std::string digits, int64_t exponent)
{
    constexpr size_t precision = 10;
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.size() > precision) {
        const bool isTie = digits[precision] == '5' && digits.size() == precision + 1;
        const bool isUp = isTie ? (digits[precision - 1] - '0') % 2 == 1 : digits[precision] >= '5';
        digits.resize(precision);
        while (isUp && !digits.empty() && digits.back() == '9')
            digits.pop_back();
        if (isUp && digits.empty()) {
            digits = "1";
            ++exponent;
        } else if (isUp) {
            ++digits.back();
        }
        digits.erase(digits.find_last_not_of('0') + 1);
    }
    auto mostPlain = static_cast<int64_t>(precision);
    const auto count = static_cast<int64_t>(digits.size());
    if (mostPlain > count && count >= exponent)
        mostPlain = count;
    const int64_t power = exponent - 1;
    if (power < -4 || power >= mostPlain) {
        std::string text = digits.substr(0, 1);
        if (digits.size() > 1)
            text += '.' + digits.substr(1);
        const std::string number = std::to_string(power < 0 ? -power : power);
        return text + 'e' + (power < 0 ? '-' : '+') + (number.size() < 2 ? "0" : "") + number;
    }
    if (exponent <= 0)
        return "0." + std::string(static_cast<size_t>(-exponent), '0') + digits;
    if (count <= exponent)
        return digits + std::string(static_cast<size_t>(exponent - count), '0');
    return digits.substr(0, static_cast<size_t>(exponent)) + '.' + digits.substr(static_cast<size_t>(exponent));
}

}

std::string decimalDigits(std::vector<uint64_t> words)
{
    constexpr uint64_t chunk = 1'000'000'000'000'000'000; // 18 digits at a time
    constexpr size_t chunkDigits = 18;
    std::string text;
    while (!words.empty() && words.back() == 0)
        words.pop_back();
    while (!words.empty()) {
        Wide rest = 0;
        for (auto word = words.rbegin(); word != words.rend(); ++word) {
            rest = rest << 64 | *word;
            *word = static_cast<uint64_t>(rest / chunk);
            rest %= chunk;
        }
        while (!words.empty() && words.back() == 0)
            words.pop_back();
        std::string part = std::to_string(static_cast<uint64_t>(rest));
        if (!words.empty())
            part.insert(0, chunkDigits - part.size(), '0');
        text.insert(0, part);
    }
    return text.empty() ? "0" : text;
}

std::optional<std::string> BigNumber::of(const Value &value) const
{
    const std::string_view name = value.type->name;
    if (name == "math/big.Int")
        return ofInt(value);
    if (name == "math/big.Rat")
        return ofRat(value);
    if (name == "math/big.Float")
        return ofFloat(value);
    return std::nullopt;
}

std::optional<std::vector<uint64_t>> BigNumber::words(const Value &value, std::string_view path) const
{
    const auto slice = m_fields.at(value, path);
    const auto count = m_fields.length(value, path);
    if (!slice || !count || *count > mostWords)
        return std::nullopt;
    std::vector<uint64_t> out;
    for (uint64_t i = 0; i < *count; ++i) {
        const auto word = m_fields.innerNumber(m_fields.reader().element(*slice, i));
        if (!word)
            return std::nullopt;
        out.push_back(static_cast<uint64_t>(*word));
    }
    return out;
}

BigNumber::Text BigNumber::ofInt(const Value &value) const
{
    const auto isNegative = m_fields.number(value, "neg");
    const auto count = m_fields.length(value, "abs");
    if (!isNegative || !count)
        return std::nullopt;
    if (*count > mostWords)
        return "about " + std::to_string(*count * 64) + " bits";
    const auto digits = words(value, "abs");
    if (!digits)
        return std::nullopt;
    const std::string text = decimalDigits(*digits);
    return (*isNegative != 0 && text != "0" ? "-" : "") + text;
}

BigNumber::Text BigNumber::ofRat(const Value &value) const
{
    const auto numerator = m_fields.at(value, "a");
    const Text above = numerator && numerator->type->name == "math/big.Int" ? ofInt(*numerator) : std::nullopt;
    const auto count = m_fields.length(value, "b.abs");
    const auto below = words(value, "b.abs");
    if (!above || !count)
        return std::nullopt;
    if (above->starts_with("about") || !below)
        return "about " + std::to_string(*count * 64) + " bits below the line";
    return *above + '/' + (below->empty() ? "1" : decimalDigits(*below)); // no denominator: 1
}

BigNumber::Text BigNumber::ofFloat(const Value &value) const
{
    enum Form { Zero, Finite, Infinite }; // Go math/big/float.go: form
    const auto form = m_fields.number(value, "form");
    const auto isNegative = m_fields.number(value, "neg");
    const auto exponent = m_fields.number(value, "exp");
    if (!form || !isNegative || !exponent)
        return std::nullopt;
    const std::string sign = *isNegative != 0 ? "-" : "";
    if (*form == Zero)
        return sign + '0';
    if (*form == Infinite)
        return (sign.empty() ? "+" : sign) + "Inf";
    auto mantissa = words(value, "mant");
    if (*form != Finite || !mantissa || mantissa->empty())
        return std::nullopt;
    while (mantissa->size() > 1 && mantissa->front() == 0)
        mantissa->erase(mantissa->begin());
    // The value is 0.mantissa times two to the exponent.
    int64_t power = static_cast<int64_t>(*exponent) - static_cast<int64_t>(mantissa->size()) * 64;
    if (power > mostExponent || power < -mostExponent)
        return sign + "about 2^" + std::to_string(static_cast<int64_t>(*exponent) - 1);
    int64_t decimals = 0;
    for (; power > 0; --power)
        multiply(*mantissa, 2);
    for (; power < 0; ++power, ++decimals)
        multiply(*mantissa, 5); // n / 2 is n * 5 / 10
    const std::string digits = decimalDigits(*mantissa);
    return sign + shortFloat(digits, static_cast<int64_t>(digits.size()) - decimals);
}

}
