// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/eval/scalar.h"

#include <expected>

namespace Freezeframe
{

/// How numbers, texts and truths are put in order: NaN before all other numbers, false before true.
[[nodiscard]] bool isOrdered(const Scalar::Content &left, const Scalar::Content &right);

/// The numbers of a list added up, with room for their sum where their own type has none. Lives for one query.
class QuerySum
{
public:
    explicit QuerySum(TypeGraph &types)
        : m_types(types)
    {
    }
    /// The error is a sentence: it is no number, or too much.
    [[nodiscard]] std::expected<void, std::string> add(const Scalar &number);
    /// Of small integers an int, of durations and their like what they are, with one fraction among them a float64.
    [[nodiscard]] std::expected<Scalar, std::string> result() const;

private:
    TypeGraph &m_types;
    bool m_isWhole = true;
    Int128 m_whole = 0;
    double m_real = 0;
    const Type *m_type = nullptr; ///< of all so far, or int
};

}
