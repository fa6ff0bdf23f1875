// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/packagequotes.h"

#include "backend/base/packagepath.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

bool isNameByte(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80) != 0;
}

bool startsName(char c)
{
    return isNameByte(c) && (c < '0' || c > '9');
}

/// The length of the literal that begins @p text with a quote, to its end or to that of the text.
size_t literalLength(std::string_view text)
{
    const char quote = text.front();
    size_t end = 1;
    while (end < text.size() && text[end] != quote)
        end += text[end] == '\\' && quote != '`' ? 2 : 1;
    return std::min(end + 1, text.size());
}

/// The length of the longest path of a package that begins @p text and has a name behind it.
size_t pathLength(std::string_view text, const std::function<bool(std::string_view)> &isPackage)
{
    constexpr size_t longest = 512;
    text = text.substr(0, longest);
    const auto end = std::ranges::find_if_not(text, isInPackagePath) - text.begin();
    const std::string_view run = text.substr(0, static_cast<size_t>(end));
    const size_t slash = run.find('/');
    if (slash == std::string_view::npos)
        return 0;
    for (size_t dot = run.rfind('.'); dot != std::string_view::npos && dot > slash; dot = run.rfind('.', dot - 1)) {
        if (dot + 1 < run.size() && startsName(run[dot + 1]) && isPackage(run.substr(0, dot)))
            return dot;
    }
    return 0;
}

}

std::optional<std::string> withQuotedPackages(std::string_view expression,
                                              const std::function<bool(std::string_view)> &isPackage)
{
    constexpr size_t longest = 4096; // what no person types is not looked through
    if (expression.size() > longest || !expression.contains('/'))
        return std::nullopt;
    std::string out;
    bool hasPackage = false;
    for (size_t at = 0; at < expression.size();) {
        const std::string_view rest = expression.substr(at);
        size_t length = 1;
        if (std::string_view("\"'`").contains(rest.front())) {
            length = literalLength(rest);
        } else if (startsName(rest.front())) {
            if (const size_t path = pathLength(rest, isPackage)) {
                out.append(1, '"').append(rest.substr(0, path)).append(1, '"');
                at += path;
                hasPackage = true;
                continue;
            }
            while (length < rest.size() && isNameByte(rest[length]))
                ++length;
        }
        out.append(rest.substr(0, length));
        at += length;
    }
    return hasPackage ? std::optional(std::move(out)) : std::nullopt;
}

}
