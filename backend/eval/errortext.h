// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/eval/programnames.h"

namespace Freezeframe
{

/// What an error's Error() would say, for the types of the standard library whose Error() only puts fields together.
/// Chains are followed to a bound. Analysis thread only.
class ErrorText
{
public:
    /// @p minor is N of Go 1.N.
    ErrorText(ValueReader &reader, const DynamicValues &dynamic, ProgramNames &names, int minor)
        : m_reader(reader)
        , m_dynamic(dynamic)
        , m_names(names)
        , m_minor(minor)
    {
    }

    /// nullopt for nil, for what is no error, and for types whose text only their code could tell.
    [[nodiscard]] std::optional<std::string> of(const Value &value) const { return of(value, 0); }

private:
    using Text = std::optional<std::string>;
    [[nodiscard]] Text of(const Value &value, unsigned depth) const;
    [[nodiscard]] Text ofStruct(const Value &value, unsigned depth) const;
    [[nodiscard]] Text ofList(const Value &errors, unsigned depth) const;
    [[nodiscard]] Text ofBounds(const Value &value) const;
    [[nodiscard]] Text ofTypeAssertion(const Value &value) const;
    [[nodiscard]] Text ofNetworkOperation(const Value &value, unsigned depth) const;
    [[nodiscard]] Text ofNumber(const Value &value) const;
    [[nodiscard]] Text address(const Value &value) const;
    [[nodiscard]] Text string(const Value &structure, std::string_view field) const;
    [[nodiscard]] Text error(const Value &structure, std::string_view field, unsigned depth) const;
    [[nodiscard]] std::string typeName(const Value &structure, std::string_view field) const;

    ValueReader &m_reader;
    const DynamicValues &m_dynamic;
    ProgramNames &m_names;
    int m_minor;
};

/// "192.0.2.1", "2001:db8::1" of 4 or 16 bytes; empty for other lengths.
[[nodiscard]] std::string ipAddressText(std::string_view bytes);

}
