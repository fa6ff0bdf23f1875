// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/eval/dynamicvalues.h"

namespace Freezeframe
{

/// Go's == between values of any comparable type. Analysis thread only.
class ValueCompare
{
public:
    ValueCompare(ValueReader &reader, const DynamicValues &dynamic)
        : m_reader(reader)
        , m_dynamic(dynamic)
    {
    }

    /// BadExpression if Go could not compare them either.
    [[nodiscard]] Result<bool> equal(const Value &left, const Value &right) const { return equal(left, right, 0); }
    /// Of pointers, slices, maps, channels, funcs and interfaces.
    [[nodiscard]] Result<bool> isNil(const Value &value) const;

private:
    [[nodiscard]] Result<bool> equal(const Value &left, const Value &right, unsigned depth) const;
    [[nodiscard]] Result<bool> equalInterfaces(const Value &left, const Value &right, unsigned depth) const;
    [[nodiscard]] Result<bool> equalStrings(const Value &left, const Value &right) const;

    ValueReader &m_reader;
    const DynamicValues &m_dynamic;
};

}
