// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace Freezeframe
{

/// Without white space at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);
/// The first word and what follows, both trimmed; empty if there is none.
[[nodiscard]] std::pair<std::string_view, std::string_view> firstWord(std::string_view text);
/// Words between white space.
[[nodiscard]] std::vector<std::string_view> words(std::string_view text);
/// Words, of which those in double quotes may hold spaces or nothing; the quotes are taken off.
[[nodiscard]] std::vector<std::string> quotedWords(std::string_view text);
/// A decimal number, or one with 0x, 0o, 0b before it; nullopt for anything else, also if it is too large.
[[nodiscard]] std::optional<uint64_t> wholeNumber(std::string_view text);

}
