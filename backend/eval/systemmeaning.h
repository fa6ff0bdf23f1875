// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/eval/knownfields.h"

#include <functional>

namespace Freezeframe
{

/// Open files, lists of container/list, pools of sync, values of reflect. Analysis thread only.
class SystemMeaning
{
public:
    /// @p brief writes an element short.
    SystemMeaning(const KnownFields &fields, const std::function<std::string(const Value &)> &brief)
        : m_fields(fields)
        , m_brief(brief)
    {
    }

    /// "/etc/hosts, fd 3", "3 elements: …", "4 kept"; nothing of other types.
    [[nodiscard]] std::optional<std::string> of(const Value &value) const;

private:
    using Text = std::optional<std::string>;
    [[nodiscard]] Text ofFile(const Value &value) const;
    [[nodiscard]] Text ofList(const Value &value) const;
    [[nodiscard]] Text ofPool(const Value &value) const;
    [[nodiscard]] Text ofReflected(const Value &value) const;
    /// Items in the array of a pool's parts, one a processor.
    [[nodiscard]] std::optional<uint64_t> kept(const Value &pool, std::string_view array, std::string_view size) const;
    [[nodiscard]] std::optional<uint64_t> queued(const Value &chain) const;

    const KnownFields &m_fields;
    const std::function<std::string(const Value &)> &m_brief;
};

}
