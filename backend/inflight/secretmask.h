// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace Freezeframe
{

/// Hides what must not be shown unasked, and counts it. One thread.
class SecretMask
{
public:
    explicit SecretMask(bool showsSecrets)
        : m_shows(showsSecrets)
    {
    }

    static constexpr std::string_view mask = "•••";
    /// Whether something of this name is a secret: a header, a query's key, a context's key, a variable.
    [[nodiscard]] static bool isSecretName(std::string_view name);
    /// @p value, or the mask if @p name is that of a secret.
    [[nodiscard]] std::string named(std::string_view name, std::string value);
    /// A URL, or its path and query: the password and secret values of the query are hidden.
    [[nodiscard]] std::string url(std::string_view text);
    /// A word of a command line: "--password=…". @p previous: the word before, as in "--password …".
    [[nodiscard]] std::string argument(std::string_view word, std::string_view previous);
    [[nodiscard]] uint64_t count() const { return m_count; }

private:
    [[nodiscard]] std::string hide(std::string_view secret);

    bool m_shows;
    uint64_t m_count = 0;
};

}
