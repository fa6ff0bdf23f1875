// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/textdump/logstreams.h"

#include "backend/base/text.h"
#include "backend/textdump/goroutineheader.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

namespace Freezeframe
{

namespace
{

constexpr size_t longestFront = 512;
constexpr size_t mostFronts = 64;
constexpr size_t nextLines = 4; ///< after a header, of which one has its front
constexpr size_t longestLine = size_t(1) << 20; ///< what is behind is no part of a dump

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

constexpr char digits = '\x01'; ///< in a shape: any run of them

std::string shapeOf(std::string_view front)
{
    std::string shape;
    for (size_t i = 0; i < front.size(); ++i) {
        if (!isDigit(front[i])) {
            shape += front[i];
            continue;
        }
        const size_t before = front.substr(0, i).find_last_not_of("0123456789");
        const char c = before == std::string_view::npos ? ' ' : front[before];
        // "web-1" and "web2" are names, whose numbers stay; those of times and processes change.
        const bool isName = c == '-' || c == '_' || (c != 'T' && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')));
        if (isName)
            shape += front[i];
        else if (i == 0 || !isDigit(front[i - 1]))
            shape += digits;
    }
    return shape;
}

/// How many bytes at the front of a line have the shape.
std::optional<size_t> matchFront(std::string_view shape, std::string_view line)
{
    size_t at = 0;
    for (size_t i = 0; i < shape.size(); ++i) {
        // Blanks at the end of a front go with those of empty lines.
        if (at == line.size() && shape.find_first_not_of(' ', i) == std::string_view::npos)
            return at;
        if (at >= line.size())
            return std::nullopt;
        if (shape[i] == digits && isDigit(line[at])) {
            while (at < line.size() && isDigit(line[at]))
                ++at;
        } else if (shape[i] == line[at]) {
            ++at;
        } else {
            return std::nullopt;
        }
    }
    return at;
}

/// Without colours and carriage returns; @p kept holds the line if it was changed.
std::string_view plainLine(std::string_view line, std::string &kept)
{
    while (line.ends_with('\r'))
        line.remove_suffix(1);
    if (line.find('\x1b') == std::string_view::npos)
        return line;
    kept.clear();
    for (size_t i = 0; i < line.size(); ++i) {
        if (line[i] != '\x1b') {
            kept += line[i];
            continue;
        }
        if (i + 1 < line.size() && line[i + 1] == '[') {
            i += 2;
            while (i < line.size() && !(line[i] >= '@' && line[i] <= '~'))
                ++i;
        }
    }
    return kept;
}

void appendUtf8(std::string &out, uint32_t code)
{
    if (code < 0x80) {
        out += char(code);
    } else if (code < 0x800) {
        out += char(0xc0 | (code >> 6));
        out += char(0x80 | (code & 0x3f));
    } else {
        out += char(0xe0 | (code >> 12));
        out += char(0x80 | ((code >> 6) & 0x3f));
        out += char(0x80 | (code & 0x3f));
    }
}

/// A string of JSON from its opening quote on; @p at goes behind it. Nothing if it does not end.
std::optional<std::string> jsonString(std::string_view text, size_t &at)
{
    std::string value;
    for (++at; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '"') {
            ++at;
            return value;
        }
        if (c != '\\') {
            value += c;
            continue;
        }
        if (++at >= text.size())
            break;
        switch (text[at]) {
        case 'n': value += '\n'; break;
        case 't': value += '\t'; break;
        case 'r': value += '\r'; break;
        case 'b':
        case 'f': break;
        case 'u': {
            uint32_t code = 0;
            for (size_t i = 1; i <= 4; ++i) {
                const int digit = at + i < text.size() ? hexDigit(text[at + i]) : -1;
                if (digit < 0)
                    return std::nullopt;
                code = code * 16 + uint32_t(digit);
            }
            at += 4;
            appendUtf8(value, code);
            break;
        }
        default: value += text[at];
        }
    }
    return std::nullopt;
}

/// What a line of JSON logs: the text of the field that has it by custom, and of others that hold a dump.
std::optional<std::string> loggedText(std::string_view line)
{
    static constexpr std::array customary
        = std::to_array<std::string_view>({"log", "message", "msg", "MESSAGE", "textPayload", "line", "body"});
    const size_t start = line.find_first_not_of(" \t");
    if (start == std::string_view::npos || line[start] != '{' || !line.contains('"'))
        return std::nullopt;
    std::optional<std::string> text;
    std::string dumps;
    std::string key;
    bool isValue = false;
    for (size_t at = start; at < line.size();) {
        const char c = line[at];
        if (c != '"') {
            isValue = c == ':' || (isValue && (c == ' ' || c == '\t'));
            ++at;
            continue;
        }
        auto string = jsonString(line, at);
        if (!string)
            break;
        if (!isValue) {
            key = std::move(*string);
        } else if (!text && std::ranges::find(customary, key) != customary.end()) {
            text = std::move(*string);
        } else if (findGoroutineHeader(*string) != std::string_view::npos) {
            dumps += "\n\n" + *string;
        }
        isValue = false;
    }
    if (!text && dumps.empty())
        return std::nullopt;
    return text.value_or(std::string()) + dumps;
}

}

LogStreams::LogStreams(std::string_view text)
    : m_text(text)
{
    for (size_t at = 0; at < text.size();) {
        const size_t end = std::min(text.find('\n', at), text.size());
        const std::string_view line = text.substr(at, std::min(end - at, longestLine));
        at = end + 1;
        learn(line, text.substr(std::min(at, text.size())));
    }
}

void LogStreams::learn(std::string_view raw, std::string_view behind)
{
    // Nearly all lines are frames: a look at whether the word is there at all is quick.
    if (raw.find("goroutine ") == std::string_view::npos)
        return;
    std::string kept;
    const std::string_view line = plainLine(raw, kept);
    if (loggedText(line)) {
        m_hasJson = true;
        return;
    }
    const size_t at = findGoroutineHeader(line);
    if (at == 0 || at == std::string_view::npos || at > longestFront || m_fronts.size() >= mostFronts)
        return;
    std::string shape = shapeOf(line.substr(0, at));
    // Of sentences before a dump ("panic serving 10.0.0.1:80: goroutine 7 [running]:") the next lines have no such front.
    std::string inner;
    bool isRepeated = false;
    for (size_t from = 0, i = 0; i < nextLines && from < behind.size() && !isRepeated; ++i) {
        const size_t end = std::min(behind.find('\n', from), behind.size());
        isRepeated
            = matchFront(shape, plainLine(behind.substr(from, std::min(end - from, longestLine)), inner)).has_value();
        from = end + 1;
    }
    if (isRepeated && std::ranges::find(m_fronts, shape) == m_fronts.end())
        m_fronts.push_back(std::move(shape));
}

void LogStreams::give(std::string_view line, uint64_t number, const Take &take) const
{
    size_t best = 0, longest = 0;
    for (size_t i = 0; i < m_fronts.size(); ++i) {
        if (const auto length = matchFront(m_fronts[i], line); length && *length > longest) {
            best = i + 1;
            longest = *length;
        }
    }
    take(best, line.substr(longest), number);
}

void LogStreams::read(const Take &take) const
{
    std::string kept;
    uint64_t number = 0;
    for (size_t at = 0; at < m_text.size();) {
        const size_t end = std::min(m_text.find('\n', at), m_text.size());
        const std::string_view line = plainLine(m_text.substr(at, std::min(end - at, longestLine)), kept);
        at = end + 1;
        ++number;
        const auto logged = line.contains('{') ? loggedText(line) : std::nullopt;
        if (!logged) {
            give(line, number, take);
            continue;
        }
        std::string_view rest = *logged;
        if (rest.ends_with('\n'))
            rest.remove_suffix(1);
        std::string inner;
        for (size_t from = 0; from <= rest.size();) {
            const size_t stop = std::min(rest.find('\n', from), rest.size());
            give(plainLine(rest.substr(from, stop - from), inner), number, take);
            from = stop + 1;
        }
    }
}

}
