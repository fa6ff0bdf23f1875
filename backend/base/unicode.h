// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

namespace Freezeframe
{

/// The first character of a text; an invalid one is one byte long, as Go counts.
struct DecodedCharacter {
    char32_t point = 0;
    size_t length = 1; ///< in bytes
    bool isValid = false;
};

/// Decodes the first character of @p text, which is not empty. Surrogates and overlong forms are invalid.
[[nodiscard]] DecodedCharacter decodeUtf8(std::string_view text);

/// What Go's unicode.IsPrint says: letters, marks, numbers, punctuation, symbols and the ASCII space.
[[nodiscard]] bool isPrintable(char32_t point);

}
