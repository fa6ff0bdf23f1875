// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/querysum.h"

#include "backend/eval/numbertext.h"

#include <cmath>

namespace Freezeframe
{

bool isOrdered(const Scalar::Content &left, const Scalar::Content &right)
{
    const auto *a = std::get_if<double>(&left);
    const auto *b = std::get_if<double>(&right);
    if (a && b)
        return std::isnan(*a) ? !std::isnan(*b) : *a < *b;
    const auto *number = std::get_if<Int128>(&left);
    const auto *other = std::get_if<Int128>(&right);
    if (number && other)
        return *number < *other;
    const auto *text = std::get_if<std::string>(&left);
    const auto *otherText = std::get_if<std::string>(&right);
    if (text && otherText)
        return *text < *otherText;
    const auto *isTrue = std::get_if<bool>(&left);
    const auto *isOtherTrue = std::get_if<bool>(&right);
    return isTrue && isOtherTrue && !*isTrue && *isOtherTrue;
}

std::expected<void, std::string> QuerySum::add(const Scalar &number)
{
    const auto *integer = std::get_if<Int128>(&number.content);
    const auto *floating = std::get_if<double>(&number.content);
    if (!integer && !floating)
        return std::unexpected("only numbers have a sum, not a " + number.type->name);
    m_isWhole = m_isWhole && integer;
    m_type = !m_type || m_type->name == number.type->name ? number.type : m_types.predeclared("int");
    m_real += integer ? static_cast<double>(*integer) : *floating;
    if (integer && __builtin_add_overflow(m_whole, *integer, &m_whole))
        return std::unexpected("the sum does not fit in 128 bits");
    return {};
}

std::expected<Scalar, std::string> QuerySum::result() const
{
    Scalar sum;
    if (!m_isWhole) {
        sum.type = m_types.predeclared("float64");
        sum.content = m_real;
        return sum;
    }
    const bool isWide = m_type && m_type->size == sizeof(uint64_t);
    sum.type = m_types.predeclared("untyped int");
    sum.content = m_whole;
    const auto fitting = sum.represented(isWide ? m_type : m_types.predeclared("int"));
    if (!fitting)
        return std::unexpected("the sum " + integerText(m_whole) + " does not fit in a "
                               + (isWide ? m_type->name : std::string("int")));
    return *fitting;
}

}
