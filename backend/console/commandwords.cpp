// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/console/commandwords.h"

#include <charconv>

namespace Freezeframe
{

namespace
{

constexpr std::string_view space = " \t\r\n";

}

std::string_view trimmed(std::string_view text)
{
    const size_t first = text.find_first_not_of(space);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(space) - first + 1);
}

std::pair<std::string_view, std::string_view> firstWord(std::string_view text)
{
    text = trimmed(text);
    const size_t end = std::min(text.find_first_of(space), text.size());
    return {text.substr(0, end), trimmed(text.substr(end))};
}

std::vector<std::string_view> words(std::string_view text)
{
    std::vector<std::string_view> all;
    for (auto [word, rest] = firstWord(text); !word.empty(); std::tie(word, rest) = firstWord(rest))
        all.push_back(word);
    return all;
}

std::vector<std::string> quotedWords(std::string_view text)
{
    std::vector<std::string> all;
    bool isQuoted = false;
    bool isOpen = false; // a word has begun
    for (size_t i = 0; i < text.size(); ++i) {
        const char letter = text[i];
        if (letter == '"') {
            isQuoted = !isQuoted;
            if (!isOpen)
                all.emplace_back();
            isOpen = true;
        } else if (!isQuoted && space.contains(letter)) {
            isOpen = false;
        } else {
            if (!isOpen)
                all.emplace_back();
            isOpen = true;
            const bool isEscape = isQuoted && letter == '\\' && i + 1 < text.size();
            all.back() += isEscape ? text[++i] : letter;
        }
    }
    return all;
}

std::optional<uint64_t> wholeNumber(std::string_view text)
{
    int base = 10;
    if (text.size() > 2 && text[0] == '0') {
        const char mark = char(text[1] | 0x20);
        base = mark == 'x' ? 16 : mark == 'o' ? 8 : mark == 'b' ? 2 : 10;
        if (base != 10)
            text.remove_prefix(2);
    }
    uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (text.empty() || error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

}
