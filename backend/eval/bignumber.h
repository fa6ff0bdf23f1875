// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/eval/knownfields.h"

namespace Freezeframe
{

/// Numbers of math/big in decimal: Int, Rat and Float, as their String() writes them. Analysis thread only.
class BigNumber
{
public:
    explicit BigNumber(const KnownFields &fields)
        : m_fields(fields)
    {
    }

    /// Nothing of other types; "about 8192 bits" of what is too long to be read as digits.
    [[nodiscard]] std::optional<std::string> of(const Value &value) const;

private:
    using Text = std::optional<std::string>;
    [[nodiscard]] Text ofInt(const Value &value) const;
    [[nodiscard]] Text ofRat(const Value &value) const;
    [[nodiscard]] Text ofFloat(const Value &value) const;
    [[nodiscard]] std::optional<std::vector<uint64_t>> words(const Value &value, std::string_view path) const;

    const KnownFields &m_fields;
};

/// The digits of a number whose lowest word comes first; "0" of none.
[[nodiscard]] std::string decimalDigits(std::vector<uint64_t> words);

}
