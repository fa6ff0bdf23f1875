// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inflight/secretmask.h"

#include <algorithm>
#include <array>

namespace Freezeframe
{

namespace
{

/// In lower case, without what stands between words.
std::string plainName(std::string_view name)
{
    std::string plain;
    for (const char c : name) {
        if (c >= 'A' && c <= 'Z')
            plain += char(c - 'A' + 'a');
        else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            plain += c;
    }
    return plain;
}

}

bool SecretMask::isSecretName(std::string_view name)
{
    // Parts of names of secrets, and whole names that are too short to be parts.
    static constexpr std::array parts = std::to_array<std::string_view>({
        "auth",
        "cookie",
        "passw",
        "passphrase",
        "secret",
        "token",
        "apikey",
        "accesskey",
        "privatekey",
        "credential",
        "signature",
        "session",
        "jwt",
        "bearer",
        "xgoogsig",
        "csrf",
        "xsrf",
    });
    static constexpr std::array wholes
        = std::to_array<std::string_view>({"key", "sig", "pwd", "pass", "code", "sid", "otp", "pin", "assertion"});
    const std::string plain = plainName(name);
    // "Authority" and "author" are none.
    if (plain.starts_with("author") && !plain.starts_with("authoriz"))
        return false;
    return std::ranges::any_of(parts, [&plain](std::string_view one) { return plain.contains(one); })
        || std::ranges::find(wholes, plain) != wholes.end();
}

std::string SecretMask::hide(std::string_view secret)
{
    if (m_shows || secret.empty())
        return std::string(secret);
    ++m_count;
    return std::string(mask);
}

std::string SecretMask::named(std::string_view name, std::string value)
{
    return isSecretName(name) ? hide(value) : std::move(value);
}

std::string SecretMask::url(std::string_view text)
{
    std::string out;
    const size_t fragment = std::min(text.find('#'), text.size());
    const size_t question = std::min(text.find('?'), fragment);
    std::string_view front = text.substr(0, question);
    const size_t slashes = front.find("//");
    const size_t authority = slashes == std::string_view::npos ? std::string_view::npos : slashes + 2;
    if (authority != std::string_view::npos) {
        const size_t end = std::min(front.find('/', authority), front.size());
        const std::string_view host = front.substr(authority, end - authority);
        const size_t at = host.rfind('@');
        const size_t colon = host.find(':');
        if (at != std::string_view::npos && colon != std::string_view::npos && colon < at) {
            out = std::string(front.substr(0, authority + colon + 1)) + hide(host.substr(colon + 1, at - colon - 1));
            front.remove_prefix(authority + at);
        }
    }
    out += front;
    std::string_view query = text.substr(question, fragment - question);
    while (!query.empty()) {
        out += query.front(); // '?', '&' or ';'
        query.remove_prefix(1);
        const size_t end = std::min(query.find_first_of("&;"), query.size());
        const std::string_view pair = query.substr(0, end);
        const size_t equals = pair.find('=');
        if (equals != std::string_view::npos && isSecretName(pair.substr(0, equals)))
            out += std::string(pair.substr(0, equals + 1)) + hide(pair.substr(equals + 1));
        else
            out += pair;
        query.remove_prefix(end);
    }
    // Of OAuth's implicit flow the fragment carries a token.
    const std::string_view rest = text.substr(fragment);
    return out
        + (rest.contains('=') && isSecretName(rest.substr(0, rest.find('='))) ? '#' + hide(rest.substr(1))
                                                                              : std::string(rest));
}

std::string SecretMask::argument(std::string_view word, std::string_view previous)
{
    const size_t equals = word.find('=');
    if (equals != std::string_view::npos && isSecretName(word.substr(0, equals)))
        return std::string(word.substr(0, equals + 1)) + hide(word.substr(equals + 1));
    if (previous.starts_with('-') && !previous.contains('=') && !word.starts_with('-') && isSecretName(previous))
        return hide(word);
    return word.contains("://") ? url(word) : std::string(word);
}

}
