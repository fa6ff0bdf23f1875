// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/eval/valuereader.h"

#include <string>
#include <variant>

namespace Freezeframe
{

/// A boolean, number or string taken out of a value, to be reckoned with as Go does: typed numbers wrap, untyped
/// constants keep their size. A value type.
struct Scalar {
    using Content = std::variant<bool, Int128, double, std::complex<double>, std::string>;
    Content content = false;
    const Type *type = nullptr; ///< "untyped int" and its like for constants

    [[nodiscard]] bool isUntyped() const;
    [[nodiscard]] bool isInteger() const { return std::holds_alternative<Int128>(content); }

    /// BadExpression for values that are no scalars.
    [[nodiscard]] static Result<Scalar> of(const ValueReader &reader, const Value &value);
    [[nodiscard]] Value toValue() const;

    /// The same number as a @p target, as a constant of Go would become one: an error if it does not fit.
    [[nodiscard]] Result<Scalar> represented(const Type *target) const;
    /// As Go's conversion target(x) between numbers: wraps, cuts off and rounds.
    [[nodiscard]] Result<Scalar> converted(const Type *target) const;
};

/// Go's default type of an untyped constant, which it has when it is stored; other names as they are.
[[nodiscard]] std::string_view defaultType(std::string_view untyped);
/// + - * / % & | ^ &^ of two scalars; their types are made one first.
[[nodiscard]] Result<Scalar> arithmetic(std::string_view op, const Scalar &left, const Scalar &right);
/// << >>: the type is that of @p left.
[[nodiscard]] Result<Scalar> shifted(std::string_view op, const Scalar &left, const Scalar &count);
/// == != < <= > >=
[[nodiscard]] Result<bool> compared(std::string_view op, const Scalar &left, const Scalar &right);
/// + - ! ^
[[nodiscard]] Result<Scalar> unaryResult(std::string_view op, const Scalar &operand);

}
