// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/valuetable.h"

#include <algorithm>
#include <charconv>

namespace Freezeframe
{

namespace
{

constexpr unsigned mostEmbedded = 4; ///< structs within each other that stand as their fields

bool isEmbeddedStruct(const TypeField &field, const Type &type, unsigned depth)
{
    return field.embedded && type.kind == TypeKind::Struct && depth < mostEmbedded && !type.name.starts_with("time.");
}

std::optional<double> numberIn(Evaluator &evaluator, const Value &value, const std::string &text)
{
    const TypeKind kind = value.type->kind;
    if (kind == TypeKind::Float) {
        double number = 0;
        const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
        return end.ec == std::errc() ? std::optional(number) : std::nullopt;
    }
    if ((kind != TypeKind::Int && kind != TypeKind::Uint) || value.type->size == 0
        || value.type->size > sizeof(uint64_t))
        return std::nullopt;
    const auto word = evaluator.word(value);
    if (!word)
        return std::nullopt;
    const unsigned unused = 64 - 8 * static_cast<unsigned>(value.type->size);
    return kind == TypeKind::Uint ? double(*word) : double(static_cast<int64_t>(*word << unused) >> unused);
}

/// What stands behind pointers and interfaces; a nil one is itself.
Value followed(Evaluator &evaluator, const Value &value)
{
    Value at = value;
    for (unsigned i = 0; i < ValueTableReader::mostFollowed && at.type && !at.error; ++i) {
        Result<Value> next = fail(ErrorCode::NotFound, {});
        if (at.type->kind == TypeKind::Interface) {
            next = evaluator.dynamicValue(at);
        } else if (at.type->kind == TypeKind::Pointer) {
            if (auto pointee = evaluator.children(at, 0, 1); pointee && pointee->size() == 1)
                next = std::move(pointee->front());
        }
        if (!next || !next->type)
            break;
        next->name = value.name;
        at = std::move(*next);
    }
    return at;
}

bool isList(Evaluator &evaluator, const Value &value)
{
    if (value.error || !value.type || evaluator.isText(value))
        return false;
    const TypeKind kind = value.type->kind;
    return (kind == TypeKind::Slice || kind == TypeKind::Array || kind == TypeKind::Map)
        && evaluator.length(value).value_or(0) > 0;
}

}

bool ValueTableReader::isTable(Evaluator &evaluator, const Value &value)
{
    return !value.error && value.type && isList(evaluator, followed(evaluator, value));
}

/// Of a struct its fields, those of embedded ones in their place.
void ValueTableReader::addFields(std::vector<ValueTable::Cell> &cells, const Value &structure, unsigned depth)
{
    const size_t count = structure.type->fields.size();
    const auto fields = m_evaluator.fields(structure);
    for (size_t i = 0; i < count && i < fields.size() && cells.size() < mostColumns; ++i) {
        const Value &field = fields[i];
        if (field.type && isEmbeddedStruct(structure.type->fields[i], *field.type, depth))
            addFields(cells, field, depth + 1);
        else
            cells.push_back(cell(field));
    }
}

void ValueTableReader::addColumns(ValueTable &table, const Type &type, const std::string &prefix, unsigned depth)
{
    for (const TypeField &field : type.fields) {
        if (table.columns.size() >= mostColumns) {
            table.hasMoreFields = true;
            return;
        }
        const auto known = m_evaluator.typeOf(field.type);
        if (known && isEmbeddedStruct(field, **known, depth))
            addColumns(table, **known, prefix, depth + 1);
        else
            table.columns.push_back(prefix + field.name);
    }
}

ValueTable::Cell ValueTableReader::cell(const Value &value)
{
    if (value.error || !value.type)
        return {.text = value.error ? value.error->message : "no type is known", .number = {}, .isAbsent = true};
    ValueTable::Cell cell;
    cell.text = m_evaluator.formatShort(value);
    cell.number = numberIn(m_evaluator, value, cell.text);
    // A time, a duration, an address of the network: as people read them.
    const TypeKind kind = value.type->kind;
    if (kind == TypeKind::Struct || (cell.number && value.type->isNamed)) {
        if (std::string meaning = m_evaluator.meaning(value); !meaning.empty())
            cell.text = std::move(meaning);
    }
    return cell;
}

ValueTable::Row ValueTableReader::row(const Value &element, size_t columns, bool hasFields)
{
    ValueTable::Row row{.name = element.name, .cells = {}};
    const Value value = hasFields ? followed(m_evaluator, element) : element;
    if (hasFields && !value.error && value.type && value.type->kind == TypeKind::Struct)
        addFields(row.cells, value, 0);
    else
        row.cells.push_back(cell(value));
    row.cells.resize(columns);
    return row;
}

Result<ValueTable> ValueTableReader::read(const Value &value, uint64_t first, uint64_t count)
{
    const Value list = followed(m_evaluator, value);
    if (list.error)
        return std::unexpected(*list.error);
    if (!isList(m_evaluator, list))
        return fail(ErrorCode::NotFound, "only slices, arrays and maps with elements are tables");
    ValueTable table;
    table.count = m_evaluator.length(list).value_or(0);
    const auto elements = m_evaluator.children(list, first, count);
    if (!elements)
        return std::unexpected(elements.error());
    auto type = m_evaluator.typeOf(list.type->element);
    if (type) {
        table.elementType = (*type)->name;
        for (unsigned i = 0; i < mostFollowed && type && (*type)->kind == TypeKind::Pointer; ++i)
            type = m_evaluator.typeOf((*type)->element);
    }
    // Times are values, not their fields.
    const bool hasFields
        = type && (*type)->kind == TypeKind::Struct && !(*type)->fields.empty() && (*type)->name != "time.Time";
    if (hasFields)
        addColumns(table, **type, {}, 0);
    else
        table.columns.emplace_back("Value");
    for (const Value &element : *elements)
        table.rows.push_back(row(element, table.columns.size(), hasFields));
    return table;
}

}
