// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/base/text.h"

#include "backend/base/unicode.h"

#include <array>
#include <cstdio>

namespace Freezeframe
{

namespace
{

constexpr std::string_view digits = "0123456789abcdef";

void appendHex(std::string &out, uint32_t value, int width)
{
    for (int shift = (width - 1) * 4; shift >= 0; shift -= 4)
        out += digits[(value >> shift) & 0xf];
}

void appendEscape(std::string &out, char32_t point)
{
    if (point < 0x80) {
        out += "\\x";
        appendHex(out, point, 2);
    } else if (point < 0x10000) {
        out += "\\u";
        appendHex(out, point, 4);
    } else {
        out += "\\U";
        appendHex(out, point, 8);
    }
}

/// Characters that move the cursor, reorder text or hide it: what could make a path look like another.
bool isTreacherous(char32_t point)
{
    return point < 0x20 || (point >= 0x7f && point <= 0x9f) // C0, DEL and C1 controls
        || point == 0x061c || point == 0x200e || point == 0x200f // bidirectional marks
        || (point >= 0x2028 && point <= 0x202e) // line separators, embeddings and overrides
        || (point >= 0x2066 && point <= 0x2069) // isolates
        || point == 0xfeff || (point >= 0xe0000 && point <= 0xe007f); // byte order mark, tags
}

/// The letter after the backslash for the characters that Go names, else 0.
char shortEscape(char32_t point)
{
    switch (point) {
    case '\a': return 'a';
    case '\b': return 'b';
    case '\f': return 'f';
    case '\n': return 'n';
    case '\r': return 'r';
    case '\t': return 't';
    case '\v': return 'v';
    default: return 0;
    }
}

}

std::string escaped(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const DecodedCharacter character = decodeUtf8(text);
        if (!character.isValid) {
            out += "\\x";
            appendHex(out, static_cast<unsigned char>(text.front()), 2);
        } else if (character.point == '\n' || character.point == '\t' || character.point == '\r') {
            out += '\\';
            out += shortEscape(character.point);
        } else if (isTreacherous(character.point)) {
            appendEscape(out, character.point);
        } else {
            out += text.substr(0, character.length);
        }
        text.remove_prefix(character.length);
    }
    return out;
}

std::string escapedLines(std::string_view text)
{
    std::string out;
    for (size_t at = 0; at <= text.size();) {
        const size_t end = std::min(text.find_first_of("\n\t", at), text.size());
        out += escaped(text.substr(at, end - at));
        if (end < text.size())
            out += text[end];
        at = end + 1;
    }
    return out;
}

std::string goQuoted(std::string_view text)
{
    std::string out = "\"";
    out.reserve(text.size() + 2);
    while (!text.empty()) {
        const DecodedCharacter character = decodeUtf8(text);
        if (!character.isValid) {
            out += "\\x";
            appendHex(out, static_cast<unsigned char>(text.front()), 2);
        } else if (character.point == '"' || character.point == '\\') {
            out += '\\';
            out += static_cast<char>(character.point);
        } else if (isPrintable(character.point)) {
            out += text.substr(0, character.length);
        } else if (const char letter = shortEscape(character.point)) {
            out += '\\';
            out += letter;
        } else {
            appendEscape(out, character.point);
        }
        text.remove_prefix(character.length);
    }
    out += '"';
    return out;
}

std::string hex(uint64_t value)
{
    std::array<char, 19> buffer;
    const int length = std::snprintf(buffer.data(), buffer.size(), "0x%llx", static_cast<unsigned long long>(value));
    return std::string(buffer.data(), static_cast<size_t>(length));
}

int hexDigit(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    return digit >= 'A' && digit <= 'F' ? digit - 'A' + 10 : -1;
}

std::string hexBytes(std::string_view bytes)
{
    std::string out;
    out.reserve(bytes.size() * 2);
    for (const char byte : bytes)
        appendHex(out, static_cast<unsigned char>(byte), 2);
    return out;
}

std::string byteCount(uint64_t bytes)
{
    if (bytes < 1024)
        return std::to_string(bytes) + (bytes == 1 ? " byte" : " bytes");
    constexpr std::array<const char *, 6> units = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    double value = static_cast<double>(bytes) / 1024;
    size_t unit = 0;
    // 999.5 would round to four digits.
    while (value >= 999.5 && unit + 1 < units.size()) {
        value /= 1024;
        ++unit;
    }
    const int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
    std::array<char, 32> buffer;
    std::snprintf(buffer.data(), buffer.size(), "%.*f %s", decimals, value, units[unit]);
    return buffer.data();
}

}
