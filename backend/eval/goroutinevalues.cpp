// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/goroutinevalues.h"

#include "backend/eval/scalar.h"

#include <array>
#include <cstring>

namespace Freezeframe
{

namespace
{

constexpr std::string_view labelsName = "labels";

/// What the fields of a goroutine are made of; lives as long as a value that needs it.
struct FieldTypes {
    const Type *text = nullptr;
    const Type *number = nullptr;
    const Type *line = nullptr; ///< and a thread: int, as in runtime.threadid
    const Type *truth = nullptr;
    const Type *duration = nullptr;
    const Type *g = nullptr; ///< a pointer to one; null if the program does not tell what it is
    const Type *label = nullptr;
    const Type *labels = nullptr;

    explicit FieldTypes(TypeGraph &types)
        : text(types.predeclared("string"))
        , number(types.predeclared("uint64"))
        , line(types.predeclared("int"))
        , truth(types.predeclared("bool"))
    {
        const auto known = types.typeNamed("time.Duration");
        duration = known && (*known)->size == sizeof(int64_t) ? *known : types.predeclared("int64");
        if (const auto record = types.typeNamed("runtime.g"))
            g = types.pointerTo(*record);
        label = types.structOf("struct { key string; value string }", {{"key", text}, {"value", text}});
        labels = types.listType(std::string(labelsName), label);
    }

    /// Names and types of the fields, in order.
    [[nodiscard]] std::vector<std::pair<std::string, const Type *>> list() const
    {
        std::vector<std::pair<std::string, const Type *>> all
            = {{"id", number},     {"state", text},  {"wait", text},    {"waited", duration}, {"func", text},
               {"file", text},     {"line", line},   {"current", text}, {"start", text},      {"created", text},
               {"parent", number}, {"thread", line}, {"system", truth}, {"labels", labels}};
        if (g)
            all.emplace_back("g", g);
        return all;
    }
};

enum Field {
    Id,
    State,
    Wait,
    Waited,
    Function,
    File,
    Line,
    Current,
    Start,
    Created,
    Parent,
    Thread,
    System,
    Labels,
    G
};

Value numberValue(const Type *type, uint64_t number)
{
    std::vector<std::byte> bytes(type->size);
    std::memcpy(bytes.data(), &number, std::min(bytes.size(), sizeof(number)));
    return valueOfBytes(type, std::move(bytes));
}

Value textValue(const Type *type, std::string text)
{
    Scalar scalar;
    scalar.type = type;
    scalar.content = std::move(text);
    return scalar.toValue();
}

Value failedValue(const Type *type, Error error)
{
    Value value;
    value.type = type;
    value.error = std::move(error);
    return value;
}

/// The fields of one goroutine.
class GoroutineFields : public ValueParts
{
public:
    GoroutineFields(std::shared_ptr<const GoroutineRows> rows, std::shared_ptr<const FieldTypes> types, size_t row)
        : m_rows(std::move(rows))
        , m_types(std::move(types))
        , m_row(row)
    {
    }

    [[nodiscard]] size_t size() const override { return m_types->g ? G + 1 : G; }

    [[nodiscard]] Value at(size_t index) const override
    {
        const FieldTypes &types = *m_types;
        switch (static_cast<Field>(index)) {
        case Id: return numberValue(types.number, m_rows->id(m_row));
        case State: return textValue(types.text, m_rows->state(m_row));
        case Wait: return textValue(types.text, m_rows->waitReason(m_row));
        case Waited: {
            const auto time = m_rows->waited(m_row);
            return time ? numberValue(types.duration, static_cast<uint64_t>(*time))
                        : failedValue(types.duration, time.error());
        }
        case Function: return functionAt(GoroutineRows::Which::User);
        case Current: return functionAt(GoroutineRows::Which::Current);
        case Start: return functionAt(GoroutineRows::Which::Start);
        case Created: return functionAt(GoroutineRows::Which::Go);
        case File: {
            auto place = m_rows->place(m_row, GoroutineRows::Which::User);
            return place ? textValue(types.text, std::move(place->file)) : failedValue(types.text, place.error());
        }
        case Line: {
            const auto place = m_rows->place(m_row, GoroutineRows::Which::User);
            return place ? numberValue(types.line, static_cast<uint64_t>(place->line))
                         : failedValue(types.line, place.error());
        }
        case Parent: return numberValue(types.number, m_rows->parent(m_row));
        case Thread: return numberValue(types.line, m_rows->thread(m_row));
        case System: return numberValue(types.truth, m_rows->isSystem(m_row) ? 1 : 0);
        case Labels: return labels();
        case G: return numberValue(types.g, m_rows->address(m_row).value);
        }
        return {};
    }

private:
    [[nodiscard]] Value functionAt(GoroutineRows::Which which) const
    {
        auto place = m_rows->place(m_row, which);
        return place ? textValue(m_types->text, std::move(place->function)) : failedValue(m_types->text, place.error());
    }

    [[nodiscard]] Value labels() const
    {
        const auto pairs = m_rows->labels(m_row);
        if (!pairs)
            return failedValue(m_types->labels, pairs.error());
        std::vector<Value> all;
        for (const auto &[key, value] : *pairs) {
            all.push_back(structWith(m_types->label,
                                     std::make_shared<KeptParts>(
                                         std::vector{textValue(m_types->text, key), textValue(m_types->text, value)})));
        }
        return listOf(m_types->labels, std::make_shared<KeptParts>(std::move(all)));
    }

    std::shared_ptr<const GoroutineRows> m_rows;
    std::shared_ptr<const FieldTypes> m_types;
    size_t m_row;
};

/// A struct a goroutine.
class GoroutineList : public ValueParts
{
public:
    GoroutineList(std::shared_ptr<const GoroutineRows> rows, TypeGraph &types)
        : m_rows(std::move(rows))
        , m_types(std::make_shared<const FieldTypes>(types))
        , m_struct(types.structOf("goroutine", m_types->list()))
    {
    }

    [[nodiscard]] const Type *type() const { return m_struct; }
    [[nodiscard]] size_t size() const override { return m_rows->size(); }
    [[nodiscard]] Value at(size_t index) const override
    {
        return structWith(m_struct, std::make_shared<GoroutineFields>(m_rows, m_types, index));
    }

private:
    std::shared_ptr<const GoroutineRows> m_rows;
    std::shared_ptr<const FieldTypes> m_types;
    const Type *m_struct;
};

}

Value goroutineList(TypeGraph &types, std::shared_ptr<const GoroutineRows> rows)
{
    auto list = std::make_shared<const GoroutineList>(std::move(rows), types);
    const Type *type = types.sliceOf(list->type());
    return listOf(type, std::move(list));
}

bool isGoroutineLabels(const Value &value)
{
    return value.parts && value.type && value.type->name == labelsName;
}

}
