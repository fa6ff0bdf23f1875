// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/inspect/valuestore.h"

#include "backend/inspect/valuetable.h"

namespace Freezeframe
{

namespace
{

constexpr size_t capacity = 1'000'000;

/// "[\"key\"]" and "[12]", not "[main.T {…}]".
bool isLiteralKey(std::string_view name)
{
    return name.starts_with("[\"") || name.find_first_not_of("[]-0123456789") == std::string_view::npos;
}

/// Of an interface: what it holds. Its value is told already, behind the name of its type.
std::optional<HeldValue> describeHeld(Evaluator &evaluator, ValueStore &store, const Value &interface,
                                      const std::string &told, const std::string &expression)
{
    const auto value = evaluator.dynamicValue(interface);
    if (!value || !value->type || value->error)
        return std::nullopt;
    HeldValue held;
    held.type = value->type->name;
    held.value = told.starts_with(held.type + ' ') ? told.substr(held.type.size() + 1) : told;
    held.length = evaluator.length(*value);
    held.isText = evaluator.isText(*value);
    held.childCount = evaluator.childCount(*value).value_or(0);
    held.handle
        = store.keep(*value, expression.empty() ? std::string() : childExpression(expression, interface, *value));
    return held;
}

}

ValueHandle ValueStore::keep(Value value, std::string expression)
{
    const ValueHandle handle = m_next++;
    m_entries.emplace(handle, Entry{std::move(value), std::move(expression)});
    while (m_entries.size() > capacity)
        m_entries.erase(m_oldest++);
    return handle;
}

const ValueStore::Entry *ValueStore::find(ValueHandle handle) const
{
    const auto found = m_entries.find(handle);
    return found == m_entries.end() ? nullptr : &found->second;
}

VariableInfo describeValue(Evaluator &evaluator, ValueStore &store, const Value &value, std::string expression,
                           const LoadLimits &limits)
{
    VariableInfo info;
    info.name = value.name;
    info.type = value.type ? value.type->name : std::string();
    info.expression = expression;
    info.isArgument = value.isArgument;
    info.isResult = value.isResult;
    info.isEscaped = value.isEscaped;
    info.isCaptured = value.isCaptured;
    info.isInlinedResult = value.name.starts_with('~') && !value.isResult && !value.isArgument;
    info.shadowed = value.shadowed;
    info.notYetAssigned = value.notYetDeclared;
    info.leftOver = value.leftOver;
    if (value.recovered != Value::Recovered::No)
        info.recovered = value.recovered == Value::Recovered::Passed ? "passed" : "memory";
    info.recoveredFrom = value.recoveredFrom;
    if (!value.address.isNull())
        info.address = value.address;
    if (value.error) {
        info.error = value.error;
        info.optimizedOut = value.error->code == ErrorCode::OptimizedOut;
        return info;
    }
    info.value = evaluator.formatShort(value, limits);
    info.isNil = info.value == "nil";
    if (value.notYetDeclared)
        return info;
    info.meaning = evaluator.meaning(value);
    if (!value.note.empty())
        info.meaning += (info.meaning.empty() ? "" : "; ") + value.note;
    info.length = evaluator.length(value);
    info.isText = evaluator.isText(value);
    info.isList = ValueTableReader::isTable(evaluator, value);
    if (const auto content = evaluator.contentPlace(value)) {
        info.contentSize = content->size;
        if (!content->address.isNull() && content->size > 0 && content->address != value.address)
            info.contentAddress = content->address;
    }
    if (const auto count = evaluator.childCount(value))
        info.childCount = *count;
    else
        info.error = count.error();
    if (value.type->kind == TypeKind::Interface && !info.isNil)
        info.held = describeHeld(evaluator, store, value, info.value, expression);
    info.handle = store.keep(value, std::move(expression));
    return info;
}

std::string childExpression(const std::string &parent, const Value &parentValue, const Value &child)
{
    if (parent.empty() || !parentValue.type)
        return {};
    const std::string base = parent.starts_with('*') ? "(" + parent + ")" : parent;
    switch (parentValue.type->kind) {
    case TypeKind::Struct:
        if (child.name.starts_with('[')) // an entry of a sync.Map
            return isLiteralKey(child.name) ? base + child.name : std::string();
        [[fallthrough]];
    case TypeKind::Union: return child.name.empty() || child.name == "_" ? std::string() : base + "." + child.name;
    case TypeKind::Slice:
    case TypeKind::Array: return base + child.name;
    case TypeKind::Map:
        // Only keys that are written as literals can be looked up again.
        return isLiteralKey(child.name) ? base + child.name : std::string();
    case TypeKind::Pointer: return "*" + parent;
    case TypeKind::Interface: return base + ".(data)";
    default: return {};
    }
}

}
