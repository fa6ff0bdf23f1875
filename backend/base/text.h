// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace Freezeframe
{

/// Makes text from a file fit to be shown: control characters, invalid UTF-8 and bidirectional
/// overrides become \x1b or \u202e; everything else stays.
[[nodiscard]] std::string escaped(std::string_view text);

/// The same, line by line: ends of lines stay.
[[nodiscard]] std::string escapedLines(std::string_view text);

/// A Go string literal in double quotes, escaped as strconv.Quote does.
[[nodiscard]] std::string goQuoted(std::string_view text);

/// "0x" and lower-case hexadecimal digits without leading zeros.
[[nodiscard]] std::string hex(uint64_t value);

/// Two digits a byte, as build ids are written.
[[nodiscard]] std::string hexBytes(std::string_view bytes);
/// What a hexadecimal digit of either case stands for, -1 of anything else.
[[nodiscard]] int hexDigit(char digit);

/// "812 MiB", "1.94 GiB": three digits and a binary unit.
[[nodiscard]] std::string byteCount(uint64_t bytes);

}
