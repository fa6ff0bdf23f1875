// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/eval/errortext.h"
#include "backend/eval/knownfields.h"

#include <functional>

namespace Freezeframe
{

/// Chains of context.Context: where they begin, values, deadlines, what is cancelled and why. Analysis thread only.
class ContextMeaning
{
public:
    /// @p brief writes a key or a value short.
    ContextMeaning(const KnownFields &fields, const ErrorText &errors,
                   const std::function<std::string(const Value &)> &brief)
        : m_fields(fields)
        , m_errors(errors)
        , m_brief(brief)
    {
    }

    /// As contexts name themselves: "Background.WithCancel.WithDeadline(2026-11-22 12:03:07 UTC, context canceled)".
    /// Nothing of other types.
    [[nodiscard]] std::optional<std::string> of(const Value &value) const;

private:
    using Text = std::optional<std::string>;
    /// One link: what it adds, and the one that it was made from.
    struct Link {
        std::string text;
        std::optional<Value> parent = {};
    };
    [[nodiscard]] std::optional<Link> link(const Value &value) const;
    /// ", context canceled"; empty if it is not cancelled, nothing if that can't be told.
    [[nodiscard]] Text cancelled(const Value &context) const;

    const KnownFields &m_fields;
    const ErrorText &m_errors;
    const std::function<std::string(const Value &)> &m_brief;
};

}
