// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

// How text of any origin stands in a cell of each format: it never ends the cell, and no control character stays raw.

namespace Freezeframe
{

/// Ends of lines and tabs as \n and \t.
[[nodiscard]] std::string plainCell(std::string_view text);
/// What Markdown would read as its own, by a backslash or as an entity; ends of lines as <br>.
[[nodiscard]] std::string markdownCell(std::string_view text);
/// In quotes where RFC 4180 wants it; ends of lines stay.
[[nodiscard]] std::string csvCell(std::string_view text);
/// The same, with an apostrophe before what a spreadsheet would run as a formula (OWASP, "CSV Injection").
[[nodiscard]] std::string guardedCsvCell(std::string_view text);
/// For text and attributes of HTML; ends of lines as <br>.
[[nodiscard]] std::string htmlCell(std::string_view text);
/// A string of JSON with its quotes.
[[nodiscard]] std::string jsonString(std::string_view text);

}
