// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/urltext.h"

#include "backend/base/text.h"

#include <string_view>

namespace Freezeframe
{

namespace
{

enum class Part { Path, Fragment, User, Host };

/// Go net/url/url.go: shouldEscape
bool isEscaped(char c, Part part)
{
    const bool isAlphanumeric = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (isAlphanumeric || std::string_view("-_.~").contains(c))
        return false;
    switch (part) {
    case Part::Host: return !std::string_view("!$&'()*+,;=:[]<>\"").contains(c);
    case Part::Path: return !std::string_view("$&+,/:;=@").contains(c);
    case Part::User: return !std::string_view("$&+,;=").contains(c);
    case Part::Fragment: return !std::string_view("$&+,/:;=?@!()*").contains(c);
    }
    return true;
}

std::string encoded(std::string_view text, Part part)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        if (!isEscaped(c, part)) {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += digits[byte >> 4];
        out += digits[byte & 15];
    }
    return out;
}

std::optional<std::string> decoded(std::string_view text)
{
    std::string out;
    for (size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        const int high = i + 2 < text.size() ? hexDigit(text[i + 1]) : -1;
        const int low = high >= 0 ? hexDigit(text[i + 2]) : -1;
        if (low < 0)
            return std::nullopt;
        out += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return out;
}

/// The encoding that the URL came with, if it still is one of the plain text; else ours.
std::string keptOrEncoded(const std::string &raw, const std::string &plain, Part part)
{
    bool isValid = !raw.empty();
    for (const char c : raw)
        isValid = isValid && (std::string_view("!$&'()*+,;=:@[]%").contains(c) || !isEscaped(c, part));
    return isValid && decoded(raw) == plain ? raw : encoded(plain, part);
}

}

std::string urlText(const UrlParts &url)
{
    std::string out = url.scheme.empty() ? std::string() : url.scheme + ':';
    if (!url.opaque.empty()) {
        out += url.opaque;
    } else {
        const bool hasHost = !url.host.empty() || url.user;
        if ((!url.scheme.empty() || hasHost) && (!url.omitHost || hasHost)) {
            if (hasHost || !url.path.empty())
                out += "//";
            if (url.user) {
                out += encoded(url.user->name, Part::User);
                if (url.user->password)
                    out += ':' + encoded(*url.user->password, Part::User);
                out += '@';
            }
            out += encoded(url.host, Part::Host);
        }
        const std::string path
            = url.path == "*" && url.rawPath.empty() ? url.path : keptOrEncoded(url.rawPath, url.path, Part::Path);
        if (!path.empty() && path.front() != '/' && !url.host.empty())
            out += '/';
        if (out.empty() && std::string_view(path).substr(0, path.find('/')).contains(':'))
            out += "./";
        out += path;
    }
    if (url.forceQuery || !url.rawQuery.empty())
        out += '?' + url.rawQuery;
    if (!url.fragment.empty())
        out += '#' + keptOrEncoded(url.rawFragment, url.fragment, Part::Fragment);
    return out;
}

}
