// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/goverb.h"

#include "backend/base/text.h"
#include "backend/eval/numbertext.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <format>

namespace Freezeframe
{

namespace
{

std::string inBase(Int128 number, unsigned base, bool isUpper)
{
    const std::string_view letters = isUpper ? "0123456789ABCDEF" : "0123456789abcdef";
    std::string text;
    do {
        text.insert(text.begin(), letters[size_t(number % base)]);
        number /= base;
    } while (number > 0);
    return text;
}

/// UTF-8; what is no code point is U+FFFD, as Go writes it.
std::string encoded(Int128 rune)
{
    constexpr uint32_t replacement = 0xfffd;
    const bool isRune = rune >= 0 && rune <= 0x10ffff && !(rune >= 0xd800 && rune < 0xe000);
    const uint32_t code = isRune ? uint32_t(rune) : replacement;
    const auto tail = [code](unsigned shift) { return char(0x80 | (code >> shift & 0x3f)); };
    if (code < 0x80)
        return {char(code)};
    if (code < 0x800)
        return {char(0xc0 | code >> 6), tail(0)};
    if (code < 0x10000)
        return {char(0xe0 | code >> 12), tail(6), tail(0)};
    return {char(0xf0 | code >> 18), tail(12), tail(6), tail(0)};
}

std::string inHex(std::string_view bytes, const GoVerb &verb)
{
    std::string text;
    for (const char byte : bytes) {
        if (verb.sharp && (text.empty() || verb.space))
            text += text.empty() ? "0x" : " 0x";
        else if (verb.space && !text.empty())
            text += ' ';
        text += verb.letter == 'X' ? std::format("{:02X}", uint8_t(byte)) : std::format("{:02x}", uint8_t(byte));
    }
    if (verb.letter == 'X')
        std::ranges::replace(text, 'x', 'X');
    return text;
}

/// Go strconv/ftoa.go: with as many digits as it takes, an exponent is written below 1e-4 and from 1e6 on
/// (%e of its digits otherwise).
template<class Number>
std::string shortest(Number number, char letter)
{
    std::array<char, 400> buffer{};
    const auto put = [&](std::chars_format form) {
        const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, form).ptr;
        return std::string(buffer.data(), end);
    };
    std::string scientific = put(std::chars_format::scientific);
    if (letter == 'e')
        return scientific;
    int exponent = 0;
    const size_t at = scientific.find('e') + 1;
    std::from_chars(scientific.data() + at + (scientific[at] == '+' ? 1 : 0), scientific.data() + scientific.size(),
                    exponent);
    constexpr int leastExponent = -4;
    constexpr int exponentsFrom = 6;
    return exponent < leastExponent || exponent >= exponentsFrom ? scientific : put(std::chars_format::fixed);
}

/// "-0x1.8p+01"
std::string hexFloat(double number, int precision)
{
    std::string text
        = precision < 0 ? std::format("{:a}", std::abs(number)) : std::format("{:.{}a}", std::abs(number), precision);
    const size_t exponent = text.find('p') + 2; // behind its sign
    if (text.size() == exponent + 1)
        text.insert(exponent, 1, '0');
    return (std::signbit(number) ? "-0x" : "0x") + text;
}

}

std::optional<GoVerb> GoVerb::parse(std::string_view text)
{
    if (!text.starts_with('%'))
        return std::nullopt;
    text.remove_prefix(1);
    GoVerb verb;
    for (; !text.empty(); text.remove_prefix(1)) {
        bool *flag = text[0] == '#' ? &verb.sharp
            : text[0] == '+'        ? &verb.plus
            : text[0] == '0'        ? &verb.zero
            : text[0] == '-'        ? &verb.minus
            : text[0] == ' '        ? &verb.space
                                    : nullptr;
        if (!flag)
            break;
        *flag = true;
    }
    const auto number = [&text](int &value) {
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        text.remove_prefix(size_t(end - text.data()));
        return error != std::errc::result_out_of_range && value <= widest;
    };
    if (!number(verb.width))
        return std::nullopt;
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        verb.precision = 0;
        if (!number(verb.precision))
            return std::nullopt;
    }
    if (text.size() != 1 || !std::string_view("vdxXobOcqUsteEfFgG").contains(text[0]))
        return std::nullopt;
    verb.letter = text[0];
    return verb;
}

std::string GoVerb::padded(std::string text, bool isNumber) const
{
    const auto count
        = size_t(std::ranges::count_if(text, [](char byte) { return (uint8_t(byte) & 0xc0) != 0x80; })); // code points
    if (width == unset || count >= size_t(width))
        return text;
    const size_t missing = size_t(width) - count;
    if (minus)
        return text + std::string(missing, ' ');
    if (!zero || !isNumber)
        return std::string(missing, ' ') + text;
    const size_t sign = !text.empty() && (text[0] == '-' || text[0] == '+' || text[0] == ' ') ? 1 : 0;
    return text.insert(sign, missing, '0');
}

std::string GoVerb::digits(Int128 number) const
{
    const Int128 magnitude = number < 0 ? -number : number;
    std::string text;
    std::string prefix;
    switch (letter) {
    case 'x':
        prefix = sharp ? "0x" : "";
        text = inBase(magnitude, 16, false);
        break;
    case 'X':
        prefix = sharp ? "0X" : "";
        text = inBase(magnitude, 16, true);
        break;
    case 'o':
        prefix = sharp ? "0" : "";
        text = inBase(magnitude, 8, false);
        break;
    case 'O':
        prefix = "0o";
        text = inBase(magnitude, 8, false);
        break;
    case 'b':
        prefix = sharp ? "0b" : "";
        text = inBase(magnitude, 2, false);
        break;
    default: text = inBase(magnitude, 10, false); break;
    }
    const std::string sign = number < 0 ? "-" : plus ? "+" : space ? " " : "";
    // Zeros stand between the prefix and the digits.
    size_t wanted = precision == unset ? 0 : size_t(precision);
    if (precision == unset && zero && !minus && width != unset)
        wanted = size_t(std::max(0, width - int(sign.size())));
    if (text.size() < wanted)
        text.insert(0, wanted - text.size(), '0');
    return sign + prefix + text;
}

std::optional<std::string> GoVerb::integer(Int128 number) const
{
    switch (letter) {
    case 'v':
    case 'd':
    case 'x':
    case 'X':
    case 'o':
    case 'O':
    case 'b': {
        GoVerb spaces = *this;
        spaces.zero = false; // they are among the digits
        return spaces.padded(digits(number), true);
    }
    case 'c': return padded(encoded(number), false);
    case 'q': {
        if (number == '\'')
            return padded("'\\''", false);
        std::string quoted = goQuoted(encoded(number));
        quoted = number == '"' ? "'\"'" : '\'' + quoted.substr(1, quoted.size() - 2) + '\'';
        return padded(std::move(quoted), false);
    }
    case 'U': {
        std::string text = inBase(number < 0 ? -number : number, 16, true);
        constexpr size_t least = 4;
        text.insert(0, least - std::min(least, text.size()), '0');
        return padded("U+" + text + (sharp ? " '" + encoded(number) + '\'' : std::string()), false);
    }
    default: return std::nullopt;
    }
}

std::optional<std::string> GoVerb::floating(double number, uint64_t size) const
{
    if (!std::string_view("veEfFgGxX").contains(letter))
        return std::nullopt;
    std::string text;
    const char form = letter == 'v' ? 'g' : char(letter | 0x20); // in lower case
    constexpr int usual = 6;
    if (!std::isfinite(number))
        text = std::isnan(number) ? "NaN" : number < 0 ? "-Inf" : "+Inf";
    else if (form == 'x')
        text = hexFloat(number, precision);
    else if (form == 'g' && precision == unset)
        text = size == sizeof(float) ? shortest(float(number), form) : shortest(number, form);
    else if (form == 'f')
        text = std::format("{:.{}f}", number, precision == unset ? usual : precision);
    else if (form == 'e')
        text = std::format("{:.{}e}", number, precision == unset ? usual : precision);
    else
        text = std::format("{:.{}g}", number, std::max(1, precision));
    if (std::isfinite(number) && std::string_view("EGX").contains(letter))
        std::ranges::transform(text, text.begin(), [](char c) { return c >= 'a' && c <= 'z' ? char(c & ~0x20) : c; });
    if (text[0] != '-' && text[0] != '+')
        text.insert(0, plus ? "+" : space ? " " : "");
    else if (text[0] == '+' && !plus)
        text.erase(0, 1);
    if (!std::isfinite(number) && !text.starts_with('-') && !text.starts_with('N'))
        text = "+Inf"; // Go writes its sign always
    return padded(std::move(text), std::isfinite(number));
}

std::optional<std::string> GoVerb::complex(const std::complex<double> &number, uint64_t size) const
{
    const auto real = floating(number.real(), size / 2);
    GoVerb signedVerb = *this;
    signedVerb.plus = true;
    const auto imaginary = signedVerb.floating(number.imag(), size / 2);
    if (!real || !imaginary)
        return std::nullopt;
    return '(' + *real + *imaginary + "i)";
}

std::optional<std::string> GoVerb::text(std::string_view bytes) const
{
    switch (letter) {
    case 'v':
    case 's': return padded(std::string(precision == unset ? bytes : bytes.substr(0, size_t(precision))), false);
    case 'q': return padded(goQuoted(bytes), false);
    case 'x':
    case 'X': return padded(inHex(precision == unset ? bytes : bytes.substr(0, size_t(precision)), *this), false);
    default: return std::nullopt;
    }
}

}
