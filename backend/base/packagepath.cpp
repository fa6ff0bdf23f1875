// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/base/packagepath.h"

#include "backend/base/text.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

std::string_view lastElement(std::string_view path)
{
    return path.substr(path.rfind('/') + 1);
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

/// "v3", which is a major version and no name.
bool isVersion(std::string_view element)
{
    return element.size() > 1 && element.front() == 'v' && std::ranges::all_of(element.substr(1), isDigit);
}

}

bool isInPackagePath(char c)
{
    return isLetter(c) || isDigit(c) || std::string_view("/.%-~+").contains(c);
}

std::string linkedPath(std::string_view path)
{
    std::string result;
    const size_t last = path.size() - lastElement(path).size();
    for (size_t i = 0; i < path.size(); ++i) {
        const auto c = static_cast<unsigned char>(path[i]);
        if (c <= ' ' || (c == '.' && i >= last) || c == '%' || c == '"' || c >= 0x7f)
            result.append("%").append(hexBytes(path.substr(i, 1)));
        else
            result += path[i];
    }
    return result;
}

std::string plainPath(std::string_view linked)
{
    std::string result;
    for (size_t i = 0; i < linked.size(); ++i) {
        const int high = linked[i] == '%' && i + 2 < linked.size() ? hexDigit(linked[i + 1]) : -1;
        const int low = high >= 0 ? hexDigit(linked[i + 2]) : -1;
        if (low >= 0) {
            result += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            result += linked[i];
        }
    }
    return result;
}

std::string linkedName(std::string_view name)
{
    std::string result;
    while (!name.empty()) {
        const auto end = std::ranges::find_if_not(name, isInPackagePath);
        const std::string_view word = name.substr(0, static_cast<size_t>(end - name.begin()));
        const size_t dot = word.rfind('.');
        const size_t slash = word.rfind('/');
        const bool hasPath
            = dot != std::string_view::npos && dot > 0 && (slash == std::string_view::npos || slash < dot);
        if (hasPath && !word.contains('%'))
            result.append(linkedPath(word.substr(0, dot))).append(word.substr(dot));
        else
            result.append(word);
        name.remove_prefix(word.size());
        const size_t other = std::min<size_t>(name.size(), 1);
        result.append(name.substr(0, other));
        name.remove_prefix(other);
    }
    return result;
}

std::string assumedPackageName(std::string_view path)
{
    std::string_view name = lastElement(path);
    if (isVersion(name) && name.size() < path.size())
        name = lastElement(path.substr(0, path.size() - name.size() - 1));
    if (name.starts_with("go-"))
        name.remove_prefix(3);
    const auto end = std::ranges::find_if_not(name, [](char c) { return isLetter(c) || isDigit(c); });
    return std::string(name.begin(), end);
}

}
