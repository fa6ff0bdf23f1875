// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/expressionmembers.h"

#include "backend/eval/expressionparser.h"
#include "backend/eval/expressionquery.h"

#include <algorithm>
#include <set>

namespace Freezeframe
{

namespace
{

using Kind = Expression::Kind;
constexpr unsigned deepest = 64; ///< steps of an expression that are followed by type
constexpr unsigned deepestEmbedded = 8;
constexpr size_t mostEmbedded = 256; ///< structs looked through for one expression
constexpr uint64_t mostCaptured = 1000;

bool isQueryCall(const Expression &node)
{
    return node.kind == Kind::Call && node.children.front()->kind == Kind::Identifier
        && ExpressionQuery::isName(node.children.front()->text);
}

/// Whether it would look at all elements of something.
bool walksLists(const Expression &node)
{
    const auto walks = [](const ExpressionPointer &child) { return child && walksLists(*child); };
    if (isQueryCall(node) && (node.children.front()->text != "first" || node.children.size() != 2))
        return true;
    return std::ranges::any_of(node.children, walks);
}

}

const Type *ExpressionMembers::load(TypeRef type)
{
    if (!type)
        return nullptr;
    const auto value = m_evaluator.valueAt(type, Address());
    return value ? value->type : nullptr;
}

std::string ExpressionMembers::nameOf(TypeRef type)
{
    const Type *loaded = load(type);
    return loaded ? loaded->name : std::string();
}

const Type *ExpressionMembers::pointee(const Type *type)
{
    for (unsigned i = 0; type && type->kind == TypeKind::Pointer && i < deepestEmbedded; ++i)
        type = load(type->element);
    return type;
}

const Type *ExpressionMembers::elementOf(const Type *type)
{
    type = pointee(type); // of an array
    if (!type)
        return nullptr;
    switch (type->kind) {
    case TypeKind::Slice:
    case TypeKind::Array:
    case TypeKind::Map:
    case TypeKind::Chan: return load(type->element);
    default: return nullptr;
    }
}

const Type *ExpressionMembers::typeOfField(const Type *type, std::string_view name)
{
    std::vector<const Type *> level{pointee(type)};
    size_t seen = 0;
    for (unsigned depth = 0; depth < deepestEmbedded && !level.empty(); ++depth) {
        std::vector<const Type *> next;
        for (const Type *outer : level) {
            for (const TypeField &field : outer ? outer->fields : std::vector<TypeField>()) {
                if (field.name == name)
                    return load(field.type);
                if (field.embedded && ++seen <= mostEmbedded)
                    next.push_back(pointee(load(field.type)));
            }
        }
        level = std::move(next);
    }
    return nullptr;
}

const Type *ExpressionMembers::typeOfCall(const Expression &node, unsigned depth)
{
    if (!isQueryCall(node) || node.children.size() < 2)
        return nullptr;
    const std::string &name = node.children.front()->text;
    const Type *list = typeOf(*node.children[1], depth);
    if (name == "filter" || name == "sort")
        return list;
    return name == "first" ? elementOf(list) : nullptr;
}

const Type *ExpressionMembers::typeByParts(const Expression &node, unsigned depth)
{
    const auto child = [&](size_t i) { return typeOf(*node.children[i], depth); };
    switch (node.kind) {
    case Kind::Parentheses:
    case Kind::Slice: return child(0);
    case Kind::Index: return elementOf(child(0));
    case Kind::Call: return typeOfCall(node, depth);
    case Kind::Star: {
        const Type *pointer = child(0);
        return pointer && pointer->kind == TypeKind::Pointer ? load(pointer->element) : nullptr;
    }
    case Kind::Selector: {
        const Expression &left = *node.children.front();
        // Of an empty map the query's first entry, which has a key and a value.
        if (isQueryCall(left) && left.children.front()->text == "first" && left.children.size() == 2) {
            const Type *map = typeOf(*left.children[1], depth);
            if (map && map->kind == TypeKind::Map)
                return load(node.text == "key" ? map->key : map->element);
        }
        return typeOfField(child(0), node.text);
    }
    default: return nullptr;
    }
}

const Type *ExpressionMembers::typeOf(const Expression &node, unsigned depth)
{
    if (!walksLists(node)) {
        const auto value = m_evaluator.evaluate(m_stack, m_frame, m_source.substr(node.begin, node.end - node.begin));
        if (value && value->type) {
            if (value->type->kind != TypeKind::Interface || value->error)
                return value->type;
            const auto held = m_evaluator.dynamicValue(*value);
            return held && held->type ? held->type : value->type;
        }
    }
    return depth == 0 ? nullptr : typeByParts(node, depth - 1);
}

const Type *ExpressionMembers::typeOf(std::string_view expression)
{
    const auto parsed = ExpressionParser::parse(expression);
    if (!parsed)
        return nullptr;
    m_source = expression;
    return typeOf(**parsed, deepest);
}

ExpressionMembers::Members ExpressionMembers::of(std::string_view expression)
{
    Members members;
    const Type *type = pointee(typeOf(expression));
    if (!type)
        return members;
    if (type->kind == TypeKind::Func) {
        // A closure has what it captured.
        const auto value = m_evaluator.evaluate(m_stack, m_frame, expression);
        const auto captured = value ? m_evaluator.children(*value, 0, mostCaptured) : Result<std::vector<Value>>();
        for (const Value &one : captured ? *captured : std::vector<Value>())
            members.fields.push_back({.name = one.name, .type = one.type ? one.type->name : std::string()});
    }
    if (type->kind == TypeKind::Chan) {
        const Type *record = pointee(load(type->implementation));
        type = record ? record : type;
    }
    std::set<std::string, std::less<>> known;
    std::vector<const Type *> level{type};
    size_t seen = 0;
    for (unsigned depth = 0; depth < deepestEmbedded && !level.empty(); ++depth) {
        std::vector<const Type *> next;
        for (const Type *outer : level) {
            members.types.push_back(outer->name);
            for (const TypeField &field : outer->fields) {
                if (field.name != "_" && known.insert(field.name).second)
                    members.fields.push_back({.name = field.name, .type = nameOf(field.type), .depth = depth});
                const Type *inner = field.embedded && ++seen <= mostEmbedded ? pointee(load(field.type)) : nullptr;
                if (inner)
                    next.push_back(inner);
            }
        }
        level = std::move(next);
    }
    return members;
}

}
