// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/scalar.h"

#include "backend/eval/numbertext.h"

#include <cmath>
#include <cstring>

namespace Freezeframe
{

namespace
{

constexpr uint64_t maxString = 16 << 20; ///< bytes of a string in arithmetic and comparison

bool isIntegerKind(TypeKind kind)
{
    return kind == TypeKind::Int || kind == TypeKind::Uint || kind == TypeKind::Char || kind == TypeKind::Enum;
}

/// The value of the low bytes of @p value, as the type reads them.
Int128 wrapped(Int128 value, const Type &type)
{
    if (type.size == 0 || type.size >= sizeof(Int128))
        return value;
    const unsigned bits = static_cast<unsigned>(type.size) * 8;
    __extension__ using Unsigned = unsigned __int128;
    const Unsigned mask = (Unsigned(1) << bits) - 1;
    const Unsigned low = static_cast<Unsigned>(value) & mask;
    if (type.kind != TypeKind::Uint && (low >> (bits - 1)) != 0)
        return static_cast<Int128>(low | ~mask);
    return static_cast<Int128>(low);
}

std::unexpected<Error> bad(std::string message)
{
    return fail(ErrorCode::BadExpression, std::move(message));
}

double rounded(double value, const Type &type)
{
    return type.size == sizeof(float) ? static_cast<float>(value) : value;
}

std::complex<double> rounded(std::complex<double> value, const Type &type)
{
    if (type.size == 2 * sizeof(float))
        return {static_cast<float>(value.real()), static_cast<float>(value.imag())};
    return value;
}

/// A float cut off to an integer; what lies beyond all integers becomes what x86 makes of it.
Int128 cutOff(double value)
{
    if (!(std::fabs(value) < 0x1p126))
        return Int128(INT64_MIN);
    return static_cast<Int128>(value);
}

template<class T>
void store(std::vector<std::byte> &bytes, size_t offset, T value)
{
    std::memcpy(bytes.data() + offset, &value, sizeof(value));
}

}

bool Scalar::isUntyped() const
{
    return type->name.starts_with("untyped ");
}

Result<Scalar> Scalar::of(const ValueReader &reader, const Value &value)
{
    if (value.error)
        return std::unexpected(*value.error);
    Scalar scalar;
    scalar.type = value.type;
    const auto take = [&scalar](auto read) -> Result<Scalar> {
        if (!read)
            return std::unexpected(read.error());
        scalar.content = std::move(*read);
        return std::move(scalar);
    };
    switch (value.type->kind) {
    case TypeKind::Bool: return take(reader.integer(value).transform([](Int128 number) { return number != 0; }));
    case TypeKind::Int:
    case TypeKind::Uint:
    case TypeKind::Char:
    case TypeKind::Enum: return take(reader.integer(value));
    case TypeKind::Float: return take(reader.floating(value));
    case TypeKind::Complex: return take(reader.complex(value));
    case TypeKind::String: return take(reader.goString(value, maxString));
    default: return bad("a value of type " + value.type->name + " is no number, text or truth");
    }
}

Value Scalar::toValue() const
{
    std::vector<std::byte> bytes(type->size);
    if (const auto *text = std::get_if<std::string>(&content)) {
        store<uint64_t>(bytes, 8, text->size());
        Value value = valueOfBytes(type, std::move(bytes));
        const auto raw = std::as_bytes(std::span(*text));
        value.contents = std::make_shared<const std::vector<std::byte>>(raw.begin(), raw.end());
        return value;
    }
    if (const auto *truth = std::get_if<bool>(&content)) {
        bytes[0] = std::byte{*truth};
    } else if (const auto *integer = std::get_if<Int128>(&content)) {
        std::memcpy(bytes.data(), integer, std::min(bytes.size(), sizeof(Int128)));
    } else if (const auto *floating = std::get_if<double>(&content)) {
        if (bytes.size() == sizeof(float))
            store(bytes, 0, static_cast<float>(*floating));
        else
            store(bytes, 0, *floating);
    } else if (const auto *number = std::get_if<std::complex<double>>(&content)) {
        if (bytes.size() == 2 * sizeof(float)) {
            store(bytes, 0, static_cast<float>(number->real()));
            store(bytes, sizeof(float), static_cast<float>(number->imag()));
        } else {
            store(bytes, 0, number->real());
            store(bytes, sizeof(double), number->imag());
        }
    }
    return valueOfBytes(type, std::move(bytes));
}

Result<Scalar> Scalar::represented(const Type *target) const
{
    const auto result = converted(target);
    if (!result)
        return result;
    if (const auto *integer = std::get_if<Int128>(&content); integer && isIntegerKind(target->kind)) {
        if (std::get<Int128>(result->content) != *integer)
            return bad("the constant " + integerText(*integer) + " does not fit in a " + target->name);
    }
    if (const auto *floating = std::get_if<double>(&content); floating && isIntegerKind(target->kind)) {
        if (static_cast<double>(std::get<Int128>(result->content)) != *floating)
            return bad("the constant " + floatText(*floating, 8) + " is no " + target->name);
    }
    return result;
}

Result<Scalar> Scalar::converted(const Type *target) const
{
    Scalar result;
    result.type = target;
    constexpr uint64_t maxNumber = 16; // bytes
    const auto mismatch = [&] { return bad("can't convert a value of type " + type->name + " to " + target->name); };
    if (target->size > maxNumber)
        return mismatch();
    if (std::holds_alternative<bool>(content) || std::holds_alternative<std::string>(content)) {
        const TypeKind own = std::holds_alternative<bool>(content) ? TypeKind::Bool : TypeKind::String;
        if (target->kind != own)
            return mismatch();
        result.content = content;
        return result;
    }
    const auto *integer = std::get_if<Int128>(&content);
    const auto *floating = std::get_if<double>(&content);
    const auto *complex = std::get_if<std::complex<double>>(&content);
    const bool isWhole = complex && complex->imag() == 0 && isUntyped();
    if (isIntegerKind(target->kind)) {
        if (complex && !isWhole)
            return mismatch();
        result.content = wrapped(integer ? *integer : cutOff(floating ? *floating : complex->real()), *target);
    } else if (target->kind == TypeKind::Float) {
        if (complex && !isWhole)
            return mismatch();
        const double real = floating ? *floating : complex ? complex->real() : 0;
        result.content = rounded(integer ? static_cast<double>(*integer) : real, *target);
    } else if (target->kind == TypeKind::Complex) {
        if (!complex && !isUntyped())
            return mismatch();
        result.content = rounded(complex ? *complex : integer ? static_cast<double>(*integer) : *floating, *target);
    } else {
        return mismatch();
    }
    return result;
}

namespace
{

/// Untyped kinds in the order in which the later one wins: int, rune, float, complex.
int rankOf(const Scalar &scalar)
{
    if (scalar.type->name == "untyped rune")
        return 1;
    return static_cast<int>(scalar.content.index()) * 2;
}

/// Both operands in the one type that an operator needs.
Result<std::pair<Scalar, Scalar>> unified(const Scalar &left, const Scalar &right)
{
    if (left.isUntyped() == right.isUntyped()) {
        if (left.type->name == right.type->name)
            return std::pair(left, right);
        if (!left.isUntyped())
            return bad("mismatched types " + left.type->name + " and " + right.type->name);
        const bool leftWins = rankOf(left) >= rankOf(right);
        const auto changed = leftWins ? right.converted(left.type) : left.converted(right.type);
        if (!changed)
            return bad("mismatched types " + left.type->name + " and " + right.type->name);
        return leftWins ? std::pair(left, *changed) : std::pair(*changed, right);
    }
    const auto changed = left.isUntyped() ? left.represented(right.type) : right.represented(left.type);
    if (!changed)
        return std::unexpected(changed.error());
    return left.isUntyped() ? std::pair(*changed, right) : std::pair(left, *changed);
}

Result<Int128> integerResult(std::string_view op, Int128 left, Int128 right)
{
    Int128 result = 0;
    bool overflow = false;
    if (op == "+") {
        overflow = __builtin_add_overflow(left, right, &result);
    } else if (op == "-") {
        overflow = __builtin_sub_overflow(left, right, &result);
    } else if (op == "*") {
        overflow = __builtin_mul_overflow(left, right, &result);
    } else if (op == "/" || op == "%") {
        if (right == 0)
            return bad("division by zero");
        if (right == -1)
            result = op == "%" ? 0 : -left;
        else
            result = op == "/" ? left / right : left % right;
    } else if (op == "&") {
        result = left & right;
    } else if (op == "|") {
        result = left | right;
    } else if (op == "^") {
        result = left ^ right;
    } else if (op == "&^") {
        result = left & ~right;
    } else {
        return bad("operator " + std::string(op) + " is not for integers");
    }
    if (overflow)
        return bad("a constant of more than 127 bits");
    return result;
}

Result<double> floatResult(std::string_view op, double left, double right, bool untyped)
{
    if (op == "+")
        return left + right;
    if (op == "-")
        return left - right;
    if (op == "*")
        return left * right;
    if (op == "/") {
        if (untyped && right == 0)
            return bad("division by zero");
        return left / right;
    }
    return bad("operator " + std::string(op) + " is not for floating-point numbers");
}

Result<std::complex<double>> complexResult(std::string_view op, std::complex<double> left, std::complex<double> right)
{
    if (op == "+")
        return left + right;
    if (op == "-")
        return left - right;
    if (op == "*")
        return left * right;
    if (op == "/") {
        if (right == 0.0)
            return bad("division by zero");
        return left / right;
    }
    return bad("operator " + std::string(op) + " is not for complex numbers");
}

template<class T>
Result<bool> ordered(std::string_view op, const T &left, const T &right)
{
    if (op == "==")
        return left == right;
    if (op == "!=")
        return left != right;
    if (op == "<")
        return left < right;
    if (op == "<=")
        return left <= right;
    if (op == ">")
        return left > right;
    if (op == ">=")
        return left >= right;
    return bad("operator " + std::string(op) + " does not compare");
}

}

Result<Scalar> arithmetic(std::string_view op, const Scalar &left, const Scalar &right)
{
    const auto both = unified(left, right);
    if (!both)
        return std::unexpected(both.error());
    const auto &[a, b] = *both;
    Scalar result;
    result.type = a.type;
    if (const auto *number = std::get_if<Int128>(&a.content)) {
        const auto computed = integerResult(op, *number, std::get<Int128>(b.content));
        if (!computed)
            return std::unexpected(computed.error());
        result.content = wrapped(*computed, *result.type);
    } else if (const auto *floating = std::get_if<double>(&a.content)) {
        const auto computed = floatResult(op, *floating, std::get<double>(b.content), a.isUntyped());
        if (!computed)
            return std::unexpected(computed.error());
        result.content = rounded(*computed, *result.type);
    } else if (const auto *complex = std::get_if<std::complex<double>>(&a.content)) {
        const auto computed = complexResult(op, *complex, std::get<std::complex<double>>(b.content));
        if (!computed)
            return std::unexpected(computed.error());
        result.content = rounded(*computed, *result.type);
    } else if (const auto *text = std::get_if<std::string>(&a.content); text && op == "+") {
        result.content = *text + std::get<std::string>(b.content);
    } else {
        return bad("operator " + std::string(op) + " is not for values of type " + a.type->name);
    }
    return result;
}

Result<Scalar> shifted(std::string_view op, const Scalar &left, const Scalar &count)
{
    Scalar base = left;
    if (const auto *floating = std::get_if<double>(&left.content); floating && left.isUntyped()) {
        if (std::trunc(*floating) != *floating || std::fabs(*floating) >= 0x1p126)
            return bad("shift of a number that is not whole");
        base.content = static_cast<Int128>(*floating);
    }
    const auto *number = std::get_if<Int128>(&base.content);
    const auto *bits = std::get_if<Int128>(&count.content);
    if (!number || !bits)
        return bad("shifts are for integers, not for " + (number ? count : left).type->name);
    if (*bits < 0)
        return bad("negative shift count " + integerText(*bits));
    Scalar result = base;
    if (op == ">>") {
        result.content = *bits > 126 ? (*number < 0 ? Int128(-1) : Int128(0)) : *number >> static_cast<int>(*bits);
        return result;
    }
    __extension__ using Unsigned = unsigned __int128;
    const Int128 moved
        = *bits > 127 ? Int128(0) : static_cast<Int128>(static_cast<Unsigned>(*number) << static_cast<int>(*bits));
    if (base.isUntyped() && *number != 0 && (*bits > 126 || moved >> static_cast<int>(*bits) != *number))
        return bad("a constant of more than 127 bits");
    result.content = wrapped(moved, *base.type);
    return result;
}

Result<bool> compared(std::string_view op, const Scalar &left, const Scalar &right)
{
    const auto both = unified(left, right);
    if (!both)
        return std::unexpected(both.error());
    const auto &[a, b] = *both;
    const bool isEquality = op == "==" || op == "!=";
    if (const auto *number = std::get_if<Int128>(&a.content))
        return ordered(op, *number, std::get<Int128>(b.content));
    if (const auto *floating = std::get_if<double>(&a.content))
        return ordered(op, *floating, std::get<double>(b.content));
    if (const auto *text = std::get_if<std::string>(&a.content))
        return ordered(op, *text, std::get<std::string>(b.content));
    if (!isEquality)
        return bad("operator " + std::string(op) + " is not for values of type " + a.type->name);
    return (a.content == b.content) == (op == "==");
}

Result<Scalar> unaryResult(std::string_view op, const Scalar &operand)
{
    Scalar result = operand;
    const auto *integer = std::get_if<Int128>(&operand.content);
    const auto *floating = std::get_if<double>(&operand.content);
    const auto *complex = std::get_if<std::complex<double>>(&operand.content);
    if (const auto *truth = std::get_if<bool>(&operand.content); truth && op == "!")
        result.content = !*truth;
    else if (integer && op == "-")
        result.content = wrapped(-*integer, *operand.type);
    else if (integer && op == "^")
        result.content = wrapped(~*integer, *operand.type);
    else if (floating && op == "-")
        result.content = -*floating;
    else if (complex && op == "-")
        result.content = -*complex;
    else if (op != "+" || !(integer || floating || complex))
        return bad("operator " + std::string(op) + " is not for values of type " + operand.type->name);
    return result;
}

std::string_view defaultType(std::string_view untyped)
{
    return untyped == "untyped int"    ? "int"
        : untyped == "untyped float"   ? "float64"
        : untyped == "untyped complex" ? "complex128"
        : untyped == "untyped rune"    ? "int32"
        : untyped == "untyped string"  ? "string"
        : untyped == "untyped bool"    ? "bool"
                                       : untyped;
}

}
