// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/eval/dynamicvalues.h"
#include "backend/eval/valuereader.h"

namespace Freezeframe
{

/// The bytes that a person means by a value: of a string or slice its elements, of a pointer what it points to, of an
/// interface what it holds, of all else the value itself. Analysis thread only.
class ValueContent
{
public:
    ValueContent(ValueReader &reader, DynamicValues &dynamic)
        : m_reader(reader)
        , m_dynamic(dynamic)
    {
    }

    struct Place {
        Address address; ///< null if they lie nowhere in memory: in registers, or computed
        uint64_t size = 0; ///< bytes
    };
    /// An error of what has none: nil, optimised out, put together by an expression.
    [[nodiscard]] Result<Place> place(const Value &value) const;
    /// Bytes [first, first + count), cut at the end.
    [[nodiscard]] Result<std::string> bytes(const Value &value, uint64_t first, uint64_t count) const;

private:
    /// The value whose own bytes they are, or a view of all elements.
    struct Source {
        Value value;
        uint64_t size = 0;
    };
    [[nodiscard]] Result<Source> source(const Value &value, unsigned depth) const;

    ValueReader &m_reader;
    DynamicValues &m_dynamic;
};

}
