// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/eval/containers.h"
#include "backend/eval/knownfields.h"

namespace Freezeframe
{

/// URLs, and requests, responses, headers and cookies of net/http. Analysis thread only.
class WebMeaning
{
public:
    WebMeaning(const KnownFields &fields, Containers &containers)
        : m_fields(fields)
        , m_containers(containers)
    {
    }

    /// "GET /cart?id=7 HTTP/1.1, host shop.example, from 10.0.0.9:4711"; nothing of other types.
    [[nodiscard]] std::optional<std::string> of(const Value &value) const;

private:
    using Text = std::optional<std::string>;
    using Reader = Text (WebMeaning::*)(const Value &value) const;
    struct Entry {
        std::string_view type;
        Reader reader;
    };
    [[nodiscard]] Text ofUrl(const Value &value) const;
    [[nodiscard]] Text ofRequest(const Value &value) const;
    [[nodiscard]] Text ofResponse(const Value &value) const;
    [[nodiscard]] Text ofHeader(const Value &value) const;
    [[nodiscard]] Text ofCookie(const Value &value) const;
    [[nodiscard]] Text ofServer(const Value &value) const;

    const KnownFields &m_fields;
    Containers &m_containers;
};

}
