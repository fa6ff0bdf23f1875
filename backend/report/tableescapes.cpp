// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/report/tableescapes.h"

#include "backend/base/text.h"

#include <nlohmann/json.hpp>

#include <charconv>

namespace Freezeframe
{

namespace
{

/// The entity that stands for a character in both Markdown and HTML; empty for all others.
std::string_view entityOf(char character)
{
    switch (character) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '\n': return "<br>";
    default: return {};
    }
}

bool isNumber(std::string_view text)
{
    double value = 0;
    if (text.starts_with('+'))
        text.remove_prefix(1);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size();
}

}

std::string plainCell(std::string_view text)
{
    return escaped(text);
}

std::string markdownCell(std::string_view text)
{
    constexpr std::string_view special = "\\`*_[]|~#$";
    std::string out;
    for (const char character : escapedLines(text)) {
        if (const std::string_view entity = entityOf(character); !entity.empty()) {
            out += entity;
            continue;
        }
        if (special.contains(character))
            out += '\\';
        out += character == '\t' ? ' ' : character;
    }
    return out;
}

std::string csvCell(std::string_view text)
{
    const std::string clean = escapedLines(text);
    const bool needsQuotes = clean.find_first_of("\",\n\t;") != std::string::npos
        || (!clean.empty() && (clean.front() == ' ' || clean.back() == ' '));
    if (!needsQuotes)
        return clean;
    std::string out = "\"";
    for (const char character : clean) {
        if (character == '"')
            out += '"';
        out += character;
    }
    return out + '"';
}

std::string guardedCsvCell(std::string_view text)
{
    constexpr std::string_view starts = "=+-@\t\r\n";
    const bool isRun = !text.empty() && starts.contains(text.front()) && !isNumber(text);
    return isRun ? csvCell('\'' + std::string(text)) : csvCell(text);
}

std::string htmlCell(std::string_view text)
{
    std::string out;
    for (const char character : escapedLines(text)) {
        if (const std::string_view entity = entityOf(character); !entity.empty())
            out += entity;
        else if (character == '"')
            out += "&quot;";
        else if (character == '\'')
            out += "&#39;";
        else
            out += character;
    }
    return out;
}

std::string jsonString(std::string_view text)
{
    return nlohmann::json(escapedLines(text)).dump();
}

}
