// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/console/consolesession.h"

namespace Freezeframe
{

/// A place in code that a person named.
struct CodePlace {
    std::string function;
    std::string file; ///< as recorded
    int line = 0;
    std::optional<Address> pc; ///< where its code begins; a line without code has none
};

/// What a location specifier means at @p scope: *ADDRESS, FILE:LINE, LINE, +N, -N, FUNCTION[:LINE], /REGEX/. Parts of
/// paths and names may be left out as long as one place is meant; several are told in the error, but for /REGEX/.
[[nodiscard]] Result<std::vector<CodePlace>> findPlaces(ConsoleSession &session, const ConsoleScope &scope,
                                                        std::string_view specifier);
/// The one place, or an error that lists several.
[[nodiscard]] Result<CodePlace> findPlace(ConsoleSession &session, const ConsoleScope &scope,
                                          std::string_view specifier);

/// Whether @p function is what a person calls @p name: the same, or with package path, receiver's star and type
/// arguments left out.
[[nodiscard]] bool isCalled(std::string_view function, std::string_view name);

}
