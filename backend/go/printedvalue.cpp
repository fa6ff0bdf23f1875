// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/go/printedvalue.h"

#include "backend/base/text.h"

#include <array>
#include <charconv>
#include <cmath>

namespace Freezeframe
{

namespace
{

constexpr uint64_t textLimit = 1 << 20; ///< bytes of one text
constexpr int firstIndented = 23; // Go 1.23 runtime/error.go: printindented
constexpr int firstShortest = 26; // Go 1.26 runtime/print.go: printfloat64 by internal/strconv

/// Go 1.25 runtime/print.go: printfloat, with its very roundings.
std::string sevenDigits(double value)
{
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value > 0 ? "+Inf" : "-Inf";
    constexpr int digits = 7;
    std::string out = std::signbit(value) ? "-" : "+";
    int exponent = 0;
    if (value != 0) {
        value = std::abs(value);
        for (; value >= 10; value /= 10)
            ++exponent;
        for (; value < 1; value *= 10)
            --exponent;
        double half = 5;
        for (int i = 0; i < digits; ++i)
            half /= 10;
        value += half;
        if (value >= 10) {
            ++exponent;
            value /= 10;
        }
    } else {
        value = 0; // of either sign
    }
    for (int i = 0; i < digits; ++i) {
        const int digit = static_cast<int>(value);
        out += static_cast<char>('0' + digit);
        if (i == 0)
            out += '.';
        value = (value - digit) * 10;
    }
    out += exponent < 0 ? "e-" : "e+";
    exponent = std::abs(exponent);
    for (const int place : {100, 10, 1})
        out += static_cast<char>('0' + exponent / place % 10);
    return out;
}

/// Go 1.26 internal/strconv: AppendFloat(f, 'g', -1, bits).
template<class Float>
std::string fewestDigits(Float value)
{
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value > 0 ? "+Inf" : "-Inf";
    if (value == 0)
        return std::signbit(value) ? "-0" : "0";
    constexpr int firstWithExponent = 6; // fmtEFG: eprec of the shortest form
    constexpr int smallestWithout = -4;
    std::array<char, 512> buffer;
    char *const begin = buffer.data();
    char *const limit = begin + buffer.size();
    const std::string_view scientific(begin, std::to_chars(begin, limit, value, std::chars_format::scientific).ptr);
    const size_t mark = scientific.find('e');
    const char *digits = scientific.data() + mark + 1;
    int exponent = 0;
    std::from_chars(digits + (*digits == '+' ? 1 : 0), scientific.data() + scientific.size(), exponent);
    if (exponent < smallestWithout || exponent >= firstWithExponent)
        return std::string(scientific); // two digits of the exponent at least, as Go's
    return {begin, std::to_chars(begin, limit, value, std::chars_format::fixed).ptr};
}

bool isPredeclared(const std::string &shortName)
{
    return !shortName.contains('.');
}

}

std::string PrintedValue::ofText(std::string text) const
{
    if (m_minor < firstIndented)
        return text;
    for (size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 1))
        text.insert(at + 1, 1, '\t');
    return text;
}

std::string PrintedValue::ofFloat(double value, uint64_t bytes) const
{
    if (m_minor < firstShortest)
        return sevenDigits(value);
    return bytes == sizeof(float) ? fewestDigits(static_cast<float>(value)) : fewestDigits(value);
}

std::string PrintedValue::ofComplex(double real, double imaginary, uint64_t bytes) const
{
    std::string second = ofFloat(imaginary, bytes / 2);
    if (m_minor >= firstShortest && !second.starts_with('+') && !second.starts_with('-'))
        second.insert(0, 1, '+'); // AppendComplex
    return '(' + ofFloat(real, bytes / 2) + second + "i)";
}

Result<double> PrintedValue::floatAt(Address address, uint64_t size) const
{
    if (size == sizeof(float))
        return m_memory.readAs<float>(address).transform([](float value) { return static_cast<double>(value); });
    return m_memory.readAs<double>(address);
}

Result<std::string> PrintedValue::real(uint64_t size, Address data) const
{
    return floatAt(data, size).transform([&](double value) { return ofFloat(value, size); });
}

Result<std::string> PrintedValue::complex(uint64_t size, Address data) const
{
    const auto first = floatAt(data, size / 2);
    const auto second = floatAt(data + size / 2, size / 2);
    if (!first || !second)
        return std::unexpected(first ? second.error() : first.error());
    return ofComplex(*first, *second, size);
}

Result<std::string> PrintedValue::text(Address header) const
{
    const auto bytes = m_memory.readPointer(header);
    const auto length = m_memory.readAs<uint64_t>(header + 8);
    if (!bytes || !length)
        return std::unexpected(bytes ? length.error() : bytes.error());
    std::string text(std::min(*length, textLimit), '\0');
    if (auto done = m_memory.read(*bytes, std::as_writable_bytes(std::span(text))); !done)
        return std::unexpected(std::move(done.error()));
    text = ofText(std::move(text));
    if (*length > textLimit)
        text += "\u2026 (" + std::to_string(*length - textLimit) + " more bytes)";
    return text;
}

/// Of the kinds that print has a form for; empty for all others.
Result<std::string> PrintedValue::number(const TypeDescriptor &type, Address data) const
{
    const auto integer
        = [&](auto zero) { return m_memory.readAs<decltype(zero)>(data).transform([](auto value) { return +value; }); };
    const auto decimal = [](auto value) { return std::to_string(value); };
    switch (type.kind) {
    case GoKind::Bool:
        return integer(uint8_t()).transform([](int value) { return std::string(value != 0 ? "true" : "false"); });
    case GoKind::Int8: return integer(int8_t()).transform(decimal);
    case GoKind::Int16: return integer(int16_t()).transform(decimal);
    case GoKind::Int32: return integer(int32_t()).transform(decimal);
    case GoKind::Int:
    case GoKind::Int64: return integer(int64_t()).transform(decimal);
    case GoKind::Uint8: return integer(uint8_t()).transform(decimal);
    case GoKind::Uint16: return integer(uint16_t()).transform(decimal);
    case GoKind::Uint32: return integer(uint32_t()).transform(decimal);
    case GoKind::Uint:
    case GoKind::Uint64:
    case GoKind::Uintptr: return integer(uint64_t()).transform(decimal);
    case GoKind::Float32: return real(sizeof(float), data);
    case GoKind::Float64: return real(sizeof(double), data);
    case GoKind::Complex64: return complex(2 * sizeof(float), data);
    case GoKind::Complex128: return complex(2 * sizeof(double), data);
    default: return std::string();
    }
}

Result<std::string> PrintedValue::ofInterface(Address typeDescriptor, Address data) const
{
    if (typeDescriptor.isNull())
        return "nil";
    const auto type = m_types.read(typeDescriptor);
    if (!type)
        return std::unexpected(type.error());
    const auto name = m_types.shortName(*type);
    if (!name)
        return std::unexpected(name.error());
    if (type->kind == GoKind::String) {
        return text(data).transform([&](const std::string &content) {
            return isPredeclared(*name) ? content : *name + "(\"" + content + "\")"; // not quoted in the sense of Go
        });
    }
    const auto digits = number(*type, data);
    if (!digits)
        return digits;
    if (digits->empty())
        return '(' + *name + ") " + hex(data.value);
    const bool hasParentheses = type->kind == GoKind::Complex64 || type->kind == GoKind::Complex128;
    if (isPredeclared(*name))
        return *digits;
    return hasParentheses ? *name + *digits : *name + '(' + *digits + ')';
}

}
