// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/eval/dynamicvalues.h"

namespace Freezeframe
{

/// Reads fields of types whose declaration is known by heart. A field that is not there, is of another kind than it
/// should be, or can't be read, is nothing: then a type is not what it was taken for. Analysis thread only.
class KnownFields
{
public:
    KnownFields(ValueReader &reader, const DynamicValues &dynamic)
        : m_reader(reader)
        , m_dynamic(dynamic)
    {
    }

    [[nodiscard]] ValueReader &reader() const { return m_reader; }

    /// The field at @p path ("fd.pfd.Sysfd"); pointers and interfaces before a dot are followed.
    [[nodiscard]] std::optional<Value> at(const Value &whole, std::string_view path) const;
    /// What a pointer or interface leads to; itself if it is neither; nothing of nil, and where it can't be read.
    [[nodiscard]] std::optional<Value> followed(Value value) const;
    /// What @ref followed gives, if it is a struct of the type called @p name.
    [[nodiscard]] std::optional<Value> followedStruct(const Value &value, std::string_view name) const;
    [[nodiscard]] std::optional<bool> isNil(const Value &value) const;

    /// Of a string.
    [[nodiscard]] std::optional<std::string> text(const Value &whole, std::string_view path) const;
    /// Of a slice of bytes, all of them, @p most at most.
    [[nodiscard]] std::optional<std::string> bytes(const Value &whole, std::string_view path, uint64_t most) const;
    /// Of an integer or a bool, also one within an atomic.
    [[nodiscard]] std::optional<Int128> number(const Value &whole, std::string_view path) const;
    /// The number that structs wrap: "v" of sync/atomic's types, "value" of the runtime's.
    [[nodiscard]] std::optional<Int128> innerNumber(Value value) const;
    /// The length of a slice, array or string.
    [[nodiscard]] std::optional<uint64_t> length(const Value &whole, std::string_view path) const;

private:
    ValueReader &m_reader;
    const DynamicValues &m_dynamic;
};

}
