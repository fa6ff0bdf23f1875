// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/report/tableformat.h"

#include <algorithm>

namespace Freezeframe
{

namespace
{

struct FormatWords {
    TableFormat format;
    std::string_view name;
    std::string_view ending;
};

constexpr std::array words = {
    FormatWords{TableFormat::Text, "Text", "txt"},  FormatWords{TableFormat::Markdown, "Markdown", "md"},
    FormatWords{TableFormat::Json, "JSON", "json"}, FormatWords{TableFormat::Csv, "CSV", "csv"},
    FormatWords{TableFormat::Html, "HTML", "html"},
};

}

std::string_view tableFormatName(TableFormat format)
{
    return std::ranges::find(words, format, &FormatWords::format)->name;
}

std::string_view tableFormatEnding(TableFormat format)
{
    return std::ranges::find(words, format, &FormatWords::format)->ending;
}

std::optional<TableFormat> tableFormatOf(std::string_view path)
{
    const std::string_view name = path.substr(path.rfind('/') + 1);
    const size_t dot = name.rfind('.');
    if (dot == std::string_view::npos)
        return std::nullopt;
    const std::string_view ending = name.substr(dot + 1);
    const auto isSame = [ending](const FormatWords &one) {
        return std::ranges::equal(one.ending, ending,
                                  [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b - 'A' + 'a' : b); });
    };
    const auto found = std::ranges::find_if(words, isSame);
    return found == words.end() ? std::nullopt : std::optional(found->format);
}

}
