// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/eval/typegraph.h"
#include "backend/eval/value.h"

namespace Freezeframe
{

/// What a value is made of that an expression put together and that lies nowhere as a whole: elements of a list, fields
/// of a struct. Immutable; analysis thread only.
class ValueParts
{
public:
    virtual ~ValueParts() = default;
    [[nodiscard]] virtual size_t size() const = 0;
    /// Part @p index, which is below size().
    [[nodiscard]] virtual Value at(size_t index) const = 0;
};

/// Parts that are kept one by one.
class KeptParts : public ValueParts
{
public:
    explicit KeptParts(std::vector<Value> values)
        : m_values(std::move(values))
    {
    }
    [[nodiscard]] size_t size() const override { return m_values.size(); }
    [[nodiscard]] Value at(size_t index) const override { return m_values[index]; }

private:
    std::vector<Value> m_values;
};

/// A part of a list: @p count parts from @p first on, which @p whole must have.
class PartsRange : public ValueParts
{
public:
    PartsRange(std::shared_ptr<const ValueParts> whole, size_t first, size_t count)
        : m_whole(std::move(whole))
        , m_first(first)
        , m_count(count)
    {
    }
    [[nodiscard]] size_t size() const override { return m_count; }
    [[nodiscard]] Value at(size_t index) const override { return m_whole->at(m_first + index); }

private:
    std::shared_ptr<const ValueParts> m_whole;
    size_t m_first;
    size_t m_count;
};

/// A slice of @p type, or an array, with those elements.
[[nodiscard]] Value listOf(const Type *type, std::shared_ptr<const ValueParts> parts);
/// A struct of @p type with those fields, in order.
[[nodiscard]] Value structWith(const Type *type, std::shared_ptr<const ValueParts> parts);

}
