// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT

// Forms of bytes alone, whatever value they are of.
#include "backend/inspect/valueforms.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <format>

namespace Freezeframe
{

namespace
{

constexpr size_t mostIndented = 64; ///< levels of JSON; deeper ones stand below each other

}

std::optional<std::string> prettyJson(std::string_view text)
{
    if (!nlohmann::json::accept(text))
        return std::nullopt;
    std::string out;
    size_t depth = 0;
    bool inString = false;
    const auto newLine = [&out, &depth] { out += '\n' + std::string(2 * std::min(depth, mostIndented), ' '); };
    for (size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (inString) {
            out += c;
            if (c == '\\' && i + 1 < text.size())
                out += text[++i];
            inString = c != '"';
            continue;
        }
        switch (c) {
        case ' ':
        case '\t':
        case '\r':
        case '\n': break;
        case '"':
            inString = true;
            out += c;
            break;
        case '{':
        case '[': {
            const size_t next = text.find_first_not_of(" \t\r\n", i + 1);
            out += c;
            if (next != std::string_view::npos && (text[next] == '}' || text[next] == ']')) {
                out += text[next];
                i = next;
                break;
            }
            ++depth;
            newLine();
            break;
        }
        case '}':
        case ']':
            --depth;
            newLine();
            out += c;
            break;
        case ',':
            out += c;
            newLine();
            break;
        case ':': out += ": "; break;
        default: out += c;
        }
    }
    return out;
}

std::string hexDump(std::string_view bytes)
{
    constexpr size_t perLine = 16;
    std::string out;
    for (size_t line = 0; line < bytes.size(); line += perLine) {
        const std::string_view part = bytes.substr(line, perLine);
        std::string digits;
        std::string characters;
        for (const char c : part) {
            const auto byte = static_cast<unsigned char>(c);
            digits += std::format("{:02x} ", byte);
            characters += byte >= 0x20 && byte < 0x7f ? c : '.';
        }
        out += std::format("{:08x}  {:<48} {}\n", line, digits, characters);
    }
    return out;
}

}
