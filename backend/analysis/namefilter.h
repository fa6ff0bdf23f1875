// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/base/result.h"

#include <memory>
#include <string_view>

namespace re2
{
class RE2;
}

namespace Freezeframe
{

/// A regular expression that people filter lists with (syntax of RE2, as Go's own); takes linear time whatever is
/// asked. An empty one matches all. Any thread.
class NameFilter
{
public:
    enum class Case { Matters, Ignored };
    /// BadExpression with the place of the mistake.
    [[nodiscard]] static Result<NameFilter> compile(std::string_view expression, Case letters = Case::Matters);
    /// What contains @p text.
    [[nodiscard]] static NameFilter containing(std::string_view text, Case letters = Case::Ignored);
    NameFilter(NameFilter &&other) noexcept;
    NameFilter &operator=(NameFilter &&other) noexcept;
    ~NameFilter();

    /// Whether any part of @p name matches.
    [[nodiscard]] bool matches(std::string_view name) const;

private:
    NameFilter();
    std::unique_ptr<re2::RE2> m_expression;
};

}
