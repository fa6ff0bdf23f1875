// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/textdump/goroutineheader.h"

#include "backend/base/text.h"

#include <charconv>

namespace Freezeframe
{

namespace
{

constexpr std::string_view word = "goroutine ";
constexpr size_t mostLabels = 256;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// Takes a number from the front.
std::optional<uint64_t> takeNumber(std::string_view &text, int base = 10)
{
    if (base == 16 && text.starts_with("0x"))
        text.remove_prefix(2);
    uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (error != std::errc())
        return std::nullopt;
    text.remove_prefix(size_t(end - text.data()));
    return value;
}

bool take(std::string_view &text, std::string_view front)
{
    if (!text.starts_with(front))
        return false;
    text.remove_prefix(front.size());
    return true;
}

bool takeEnd(std::string_view &text, std::string_view end)
{
    if (!text.ends_with(end))
        return false;
    text.remove_suffix(end.size());
    return true;
}

/// What stands between the brackets: the state, and after commas the rest.
void readState(TextDump::Goroutine &goroutine, std::string_view text)
{
    std::string_view state = text.substr(0, text.find(", "));
    std::string_view rest = text.substr(std::min(text.size(), state.size()));
    while (take(rest, ", ")) {
        std::string_view part = rest.substr(0, rest.find(", "));
        rest.remove_prefix(part.size());
        if (part == "locked to thread")
            goroutine.isLocked = true;
        else if (take(part, "synctest bubble ") || take(part, "synctest group "))
            goroutine.bubble = takeNumber(part);
        else if (part.ends_with(" minutes"))
            goroutine.waitMinutes = int64_t(std::min<uint64_t>(takeNumber(part).value_or(0), uint64_t(1) << 30));
    }
    for (bool isMore = true; isMore;) {
        isMore = false;
        if (takeEnd(state, " (scan)"))
            isMore = goroutine.isScanned = true;
        if (takeEnd(state, " (durable)"))
            isMore = goroutine.isDurable = true;
        if (takeEnd(state, " (leaked)"))
            isMore = goroutine.isLeaked = true;
    }
    goroutine.state = state;
}

/// A Go string with quotes and escapes, or a plain one up to one of @p ends.
std::optional<std::string> takeText(std::string_view &text, std::string_view ends)
{
    if (!take(text, "\"")) {
        const size_t end = std::min(text.find_first_of(ends), text.size());
        std::string plain(text.substr(0, end));
        text.remove_prefix(end);
        return plain;
    }
    std::string value;
    while (!text.empty() && text.front() != '"') {
        if (text.front() != '\\') {
            value += text.front();
            text.remove_prefix(1);
            continue;
        }
        text.remove_prefix(1);
        if (text.empty())
            return std::nullopt;
        const char kind = text.front();
        text.remove_prefix(1);
        const size_t digits = kind == 'x' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
        uint32_t code = 0;
        for (size_t i = 0; i < digits; ++i) {
            const int digit = i < text.size() ? hexDigit(text[i]) : -1;
            if (digit < 0)
                return std::nullopt;
            code = code * 16 + uint32_t(digit);
        }
        text.remove_prefix(digits);
        if (kind == 'x')
            value += char(code);
        else if (digits > 0 && code < 0x80)
            value += char(code);
        else if (digits > 0 && code < 0x800)
            value += {char(0xc0 | (code >> 6)), char(0x80 | (code & 0x3f))};
        else if (digits > 0 && code < 0x10000)
            value += {char(0xe0 | (code >> 12)), char(0x80 | ((code >> 6) & 0x3f)), char(0x80 | (code & 0x3f))};
        else if (digits > 0)
            value += {char(0xf0 | ((code >> 18) & 7)), char(0x80 | ((code >> 12) & 0x3f)),
                      char(0x80 | ((code >> 6) & 0x3f)), char(0x80 | (code & 0x3f))};
        else
            value += kind == 'n' ? '\n' : kind == 't' ? '\t' : kind == 'r' ? '\r' : kind;
    }
    return take(text, "\"") ? std::optional(std::move(value)) : std::nullopt;
}

void readLabels(TextDump::Goroutine &goroutine, std::string_view text)
{
    // Go 1.27 as released; its first versions wrote labels:{"k": "v"}.
    take(text, "labels:");
    if (!take(text, "{"))
        return;
    while (!text.empty() && text.front() != '}' && goroutine.labels.size() < mostLabels) {
        auto key = takeText(text, ":}");
        if (!key || !take(text, ": "))
            return;
        auto value = takeText(text, ",}");
        if (!value)
            return;
        goroutine.labels.emplace_back(std::move(*key), std::move(*value));
        take(text, ", ");
    }
}

}

std::optional<TextDump::Goroutine> parseGoroutineHeader(std::string_view line)
{
    TextDump::Goroutine goroutine;
    if (!take(line, word))
        return std::nullopt;
    const auto id = takeNumber(line);
    if (!id || !take(line, " "))
        return std::nullopt;
    goroutine.id = *id;
    while (!line.starts_with('[')) {
        if (take(line, "gp=")) {
            const auto address = takeNumber(line, 16);
            if (!address)
                return std::nullopt;
            goroutine.address = {*address};
        } else if (take(line, "mp=")) {
            if (!takeNumber(line, 16))
                return std::nullopt;
        } else if (take(line, "m=nil")) {
            goroutine.machine.reset();
        } else if (take(line, "m=")) {
            goroutine.machine = takeNumber(line);
            if (!goroutine.machine)
                return std::nullopt;
        } else {
            return std::nullopt;
        }
        if (!take(line, " "))
            return std::nullopt;
    }
    take(line, "[");
    // No state has a bracket in it, and labels are behind it.
    const size_t end = line.find(']');
    if (end == std::string_view::npos || end == 0)
        return std::nullopt;
    readState(goroutine, line.substr(0, end));
    line.remove_prefix(end + 1);
    if (take(line, " "))
        readLabels(goroutine, line);
    else if (!line.empty() && line != ":")
        return std::nullopt;
    return goroutine;
}

size_t findGoroutineHeader(std::string_view line)
{
    for (size_t at = line.find(word); at != std::string_view::npos; at = line.find(word, at + 1)) {
        size_t end = at + word.size();
        const size_t digits = end;
        while (end < line.size() && isDigit(line[end]))
            ++end;
        const std::string_view rest = line.substr(end);
        if (end > digits && (rest.starts_with(" [") || rest.starts_with(" gp=") || rest.starts_with(" m=")))
            return at;
    }
    return std::string_view::npos;
}

}
