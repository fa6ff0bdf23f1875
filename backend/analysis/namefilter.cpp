// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/analysis/namefilter.h"

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

re2::RE2::Options optionsFor(NameFilter::Case letters)
{
    constexpr int64_t memory = 8 << 20; // bytes
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(memory);
    options.set_case_sensitive(letters == NameFilter::Case::Matters);
    return options;
}

}

NameFilter::NameFilter() = default;
NameFilter::NameFilter(NameFilter &&other) noexcept = default;
NameFilter &NameFilter::operator=(NameFilter &&other) noexcept = default;
NameFilter::~NameFilter() = default;

NameFilter NameFilter::containing(std::string_view text, Case letters)
{
    NameFilter filter;
    re2::RE2::Options options = optionsFor(letters);
    options.set_literal(true);
    if (!text.empty())
        filter.m_expression = std::make_unique<re2::RE2>(piece(text), options);
    return filter;
}

Result<NameFilter> NameFilter::compile(std::string_view expression, Case letters)
{
    NameFilter filter;
    if (expression.empty())
        return filter;
    const re2::RE2::Options options = optionsFor(letters);
    filter.m_expression = std::make_unique<re2::RE2>(piece(expression), options);
    if (!filter.m_expression->ok()) {
        std::string reason = filter.m_expression->error(); // with the place at its end
        const std::string place = filter.m_expression->error_arg();
        if (reason.ends_with(": " + place))
            reason.resize(reason.size() - place.size() - 2);
        return fail(ErrorCode::BadExpression, "error parsing the regular expression: " + reason + ": `" + place + '`');
    }
    return filter;
}

bool NameFilter::matches(std::string_view name) const
{
    return !m_expression || re2::RE2::PartialMatch(piece(name), *m_expression);
}

}
