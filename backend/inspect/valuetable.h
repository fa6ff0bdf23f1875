// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#pragma once

#include "backend/eval/evaluator.h"

namespace Freezeframe
{

/// Some elements of a slice, array or map as rows. An immutable value; any thread.
struct ValueTable {
    struct Cell {
        std::string text; ///< one line, as people read it
        std::optional<double> number; ///< to sort by, if it is one
        bool isAbsent = false; ///< the text says why there is no value
    };
    struct Row {
        std::string name; ///< "[3]", "[\"key\"]"
        std::vector<Cell> cells; ///< one for each column
    };
    std::string elementType;
    std::vector<std::string> columns; ///< the fields of an element, those of embedded structs too; else "Value"
    bool hasMoreFields = false; ///< than columns
    uint64_t count = 0; ///< elements in all
    std::vector<Row> rows;
};

/// Lays the elements of a value out as a table. Analysis thread only.
class ValueTableReader
{
public:
    explicit ValueTableReader(Evaluator &evaluator)
        : m_evaluator(evaluator)
    {
    }

    static constexpr size_t mostColumns = 64;
    static constexpr unsigned mostFollowed = 4; ///< pointers and interfaces around a list, or around an element

    /// Whether the value, or what it holds or points to, has elements that can be rows: it is a slice, array or map that
    /// is not empty, and no text.
    [[nodiscard]] static bool isTable(Evaluator &evaluator, const Value &value);
    /// Elements [first, first + count), cut at the end; an error of what has none.
    [[nodiscard]] Result<ValueTable> read(const Value &value, uint64_t first, uint64_t count);

private:
    void addColumns(ValueTable &table, const Type &type, const std::string &prefix, unsigned depth);
    [[nodiscard]] ValueTable::Row row(const Value &element, size_t columns, bool hasFields);
    void addFields(std::vector<ValueTable::Cell> &cells, const Value &structure, unsigned depth);
    [[nodiscard]] ValueTable::Cell cell(const Value &value);

    Evaluator &m_evaluator;
};

}
