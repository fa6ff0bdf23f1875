// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/result.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace Freezeframe
{

/// The words after a command, apart: options with their values ("--name value", "--name=value"), and the rest.
/// A value type.
class OptionWords
{
public:
    /// @p flags stand alone, @p valued take a value; both with their dashes ("--json", "-o").
    /// BadExpression with a sentence for a person if a word fits neither.
    [[nodiscard]] static Result<OptionWords> parse(const std::vector<std::string> &words,
                                                   const std::set<std::string> &flags,
                                                   const std::set<std::string> &valued);

    [[nodiscard]] bool has(const std::string &name) const { return m_options.contains(name); }
    [[nodiscard]] std::optional<std::string> value(const std::string &name) const;
    [[nodiscard]] const std::vector<std::string> &rest() const { return m_rest; }

private:
    std::map<std::string, std::string> m_options;
    std::vector<std::string> m_rest;
};

/// A whole number without sign, all of the text.
[[nodiscard]] std::optional<uint64_t> wholeNumber(const std::string &text);

}
