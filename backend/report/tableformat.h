// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace Freezeframe
{

/// The formats in which a list can be copied and saved. Text is separated by tabs, CSV as RFC 4180 has it.
enum class TableFormat : uint8_t { Text, Markdown, Json, Csv, Html };

inline constexpr std::array allTableFormats
    = {TableFormat::Text, TableFormat::Markdown, TableFormat::Json, TableFormat::Csv, TableFormat::Html};

/// What it is called: "Markdown".
[[nodiscard]] std::string_view tableFormatName(TableFormat format);
/// How its files end, without the dot: "md".
[[nodiscard]] std::string_view tableFormatEnding(TableFormat format);
/// By how @p path ends; none if that is no format's.
[[nodiscard]] std::optional<TableFormat> tableFormatOf(std::string_view path);

}
