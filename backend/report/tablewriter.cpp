// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/report/tablewriter.h"

#include "backend/report/tableescapes.h"

#include <algorithm>
#include <cmath>
#include <format>
#include <set>

namespace Freezeframe
{

namespace
{

constexpr std::string_view childrenKey = "children";
constexpr std::string_view levelColumn = "Level";
constexpr std::string_view lineEnd = "\r\n"; ///< of CSV (RFC 4180, 2.1)

/// Empty if it is none, or none that JSON can write.
std::string numberText(const TableCell::Number &number)
{
    return std::visit(
        []<class T>(const T &value) -> std::string {
            if constexpr (std::is_same_v<T, std::monostate>)
                return {};
            else if constexpr (std::is_same_v<T, double>)
                return std::isfinite(value) ? std::format("{}", value) : std::string();
            else
                return std::format("{}", value);
        },
        number);
}

}

TableWriter::TableWriter(TableFormat format, std::string title, std::vector<TableColumn> columns, bool isTree)
    : m_format(format)
    , m_title(std::move(title))
    , m_columns(std::move(columns))
    , m_isTree(isTree)
{
    nameColumns();
}

void TableWriter::nameColumns()
{
    std::set<std::string, std::less<>> taken;
    if (m_isTree)
        taken = {std::string(childrenKey), std::string(levelColumn)};
    for (size_t i = 0; i < m_columns.size(); ++i) {
        const std::string wanted
            = m_columns[i].name.empty() ? std::format("Column {}", i + 1) : std::move(m_columns[i].name);
        std::string name = wanted;
        for (int number = 2; !taken.insert(name).second; ++number)
            name = std::format("{} {}", wanted, number);
        m_columns[i].name = std::move(name);
    }
}

std::string TableWriter::head() const
{
    std::string out;
    switch (m_format) {
    case TableFormat::Text:
        for (const TableColumn &column : m_columns)
            out += (out.empty() ? "" : "\t") + plainCell(column.name);
        return out + '\n';
    case TableFormat::Markdown:
        out = "|";
        for (const TableColumn &column : m_columns)
            out += ' ' + markdownCell(column.name) + " |";
        out += "\n|";
        for (const TableColumn &column : m_columns)
            out += column.isNumber ? " ---: |" : " --- |";
        return out + '\n';
    case TableFormat::Csv:
        if (m_isTree)
            out += levelColumn;
        for (size_t i = 0; i < m_columns.size(); ++i)
            out += (i > 0 || m_isTree ? "," : "") + guardedCsvCell(m_columns[i].name);
        return out + std::string(lineEnd);
    case TableFormat::Json: return "[";
    case TableFormat::Html: return htmlHead();
    }
    return out;
}

std::string TableWriter::htmlHead() const
{
    const std::string title = htmlCell(m_title);
    std::string out = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>" + title
        + "</title>\n<style>\n" ":root { color-scheme: light dark; font-family: sans-serif; }\n" "table { border-collapse: collapse; }\n" "th, td { border: 1px solid #8888; padding: 0.2em 0.6em; text-align: left; vertical-align: top; }\n" "th { position: sticky; top: 0; background: Canvas; }\n" ".n { text-align: right; font-variant-numeric: tabular-nums; }\n" "</style>\n</head>\n<body>\n<h1>"
        + title + "</h1>\n<table>\n<thead>\n<tr>";
    for (const TableColumn &column : m_columns)
        out += (column.isNumber ? "<th class=\"n\">" : "<th>") + htmlCell(column.name) + "</th>";
    return out + "</tr>\n</thead>\n<tbody>\n";
}

std::string TableWriter::row(std::span<const TableCell> cells, size_t level)
{
    cells = cells.first(std::min(cells.size(), m_columns.size()));
    switch (m_format) {
    case TableFormat::Text: return textRow(cells, level);
    case TableFormat::Markdown: return markdownRow(cells, level);
    case TableFormat::Csv: return csvRow(cells, level);
    case TableFormat::Html: return htmlRow(cells, level);
    case TableFormat::Json: return jsonRow(cells, m_isTree ? level : 0);
    }
    return {};
}

std::string TableWriter::textRow(std::span<const TableCell> cells, size_t level) const
{
    std::string out(level * 2, ' ');
    for (size_t i = 0; i < cells.size(); ++i)
        out += (i > 0 ? "\t" : "") + plainCell(cells[i].text);
    return out + '\n';
}

std::string TableWriter::markdownRow(std::span<const TableCell> cells, size_t level) const
{
    std::string out = "| ";
    for (size_t i = 0; i < level; ++i)
        out += "&emsp;";
    for (size_t i = 0; i < cells.size(); ++i)
        out += (i > 0 ? " " : "") + markdownCell(cells[i].text) + " |";
    return out + '\n';
}

std::string TableWriter::csvRow(std::span<const TableCell> cells, size_t level) const
{
    std::string out = m_isTree ? std::to_string(level) : std::string();
    for (size_t i = 0; i < cells.size(); ++i) {
        const std::string number = numberText(cells[i].number);
        out += (i > 0 || m_isTree ? "," : "") + (number.empty() ? guardedCsvCell(cells[i].text) : number);
    }
    return out + std::string(lineEnd);
}

std::string TableWriter::htmlRow(std::span<const TableCell> cells, size_t level) const
{
    std::string out = "<tr>";
    for (size_t i = 0; i < cells.size(); ++i) {
        out += m_columns[i].isNumber ? "<td class=\"n\"" : "<td";
        if (i == 0 && level > 0)
            out += std::format(" style=\"padding-left: {}em\"", level * 2);
        out += '>' + htmlCell(cells[i].text) + "</td>";
    }
    return out + "</tr>\n";
}

/// Ends the rows that are at @p level or deeper.
std::string TableWriter::closeJson(size_t level)
{
    std::string out;
    while (m_open > level) {
        out += '}';
        if (--m_open > level)
            out += ']';
    }
    return out;
}

std::string TableWriter::jsonRow(std::span<const TableCell> cells, size_t level)
{
    level = std::min(level, m_open);
    const bool isChild = m_open > 0 && level == m_open;
    std::string out = closeJson(level);
    if (isChild)
        out += std::format(",\"{}\":[{{", childrenKey);
    else
        out += m_hasRows ? ",\n{" : "\n{";
    m_hasRows = true;
    m_open = level + 1;
    for (size_t i = 0; i < cells.size(); ++i) {
        const std::string number = numberText(cells[i].number);
        out += (i > 0 ? "," : "") + jsonString(m_columns[i].name) + ':';
        if (!number.empty())
            out += number;
        else
            out += cells[i].text.empty() ? "null" : jsonString(cells[i].text);
    }
    return out;
}

std::string TableWriter::end()
{
    switch (m_format) {
    case TableFormat::Json: return closeJson(0) + "\n]\n";
    case TableFormat::Html: return "</tbody>\n</table>\n</body>\n</html>\n";
    default: return {};
    }
}

}
