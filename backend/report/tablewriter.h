// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/report/tableformat.h"

#include <cstdint>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace Freezeframe
{

struct TableColumn {
    std::string name;
    bool isNumber = false; ///< stands at the right where the format can tell
};

/// What stands in one place of a table: as people read it, and as a number where it is one.
struct TableCell {
    using Number = std::variant<std::monostate, int64_t, uint64_t, double, bool>;
    std::string text;
    Number number; ///< JSON and CSV have this instead of the text
};

/// Writes a table, or a tree as a table, row by row: each call gives the text to append. What its rows hold is escaped
/// here, whoever wrote it. Any thread, one at a time.
class TableWriter
{
public:
    /// @p title heads a page of HTML. Columns without a name, or with that of another, get one of their own.
    /// @p isTree: rows have levels; CSV tells them in a column of its own, JSON as "children".
    TableWriter(TableFormat format, std::string title, std::vector<TableColumn> columns, bool isTree = false);

    [[nodiscard]] std::string head() const;
    /// One cell a column. A row at most one level deeper than the one before is its child.
    [[nodiscard]] std::string row(std::span<const TableCell> cells, size_t level = 0);
    [[nodiscard]] std::string end();

private:
    [[nodiscard]] std::string textRow(std::span<const TableCell> cells, size_t level) const;
    [[nodiscard]] std::string markdownRow(std::span<const TableCell> cells, size_t level) const;
    [[nodiscard]] std::string csvRow(std::span<const TableCell> cells, size_t level) const;
    [[nodiscard]] std::string htmlRow(std::span<const TableCell> cells, size_t level) const;
    [[nodiscard]] std::string jsonRow(std::span<const TableCell> cells, size_t level);
    [[nodiscard]] std::string htmlHead() const;
    [[nodiscard]] std::string closeJson(size_t level);
    void nameColumns();

    TableFormat m_format;
    std::string m_title;
    std::vector<TableColumn> m_columns;
    bool m_isTree;
    size_t m_open = 0; ///< objects of JSON that are not closed: a row and those that it is in
    bool m_hasRows = false;
};

}
