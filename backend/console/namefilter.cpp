// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/console/namefilter.h"

#include <re2/re2.h>
#include <re2/stringpiece.h>

namespace Freezeframe
{

namespace
{

/// RE2's own view of text, which is not always the standard's.
re2::StringPiece piece(std::string_view text)
{
    return {text.data(), text.size()};
}

}

NameFilter::NameFilter() = default;
NameFilter::NameFilter(NameFilter &&other) noexcept = default;
NameFilter::~NameFilter() = default;

Result<NameFilter> NameFilter::compile(std::string_view expression)
{
    NameFilter filter;
    if (expression.empty())
        return filter;
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(8 << 20);
    filter.m_expression = std::make_unique<re2::RE2>(piece(expression), options);
    if (!filter.m_expression->ok()) {
        return fail(ErrorCode::BadExpression,
                    "error parsing the regular expression: " + filter.m_expression->error() + ": `"
                        + filter.m_expression->error_arg() + '`');
    }
    return filter;
}

bool NameFilter::matches(std::string_view name) const
{
    return !m_expression || re2::RE2::PartialMatch(piece(name), *m_expression);
}

}
