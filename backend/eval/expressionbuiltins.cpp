// SPDX-FileCopyrightText: 2026 The Freezeframe authors
// SPDX-License-Identifier: MIT
#include "backend/eval/expressionevaluator.h"

#include "backend/eval/expressionlexer.h"
#include "backend/eval/expressionquery.h"
#include "backend/eval/scalar.h"

#include <algorithm>
#include <array>

namespace Freezeframe
{

namespace
{

using Kind = Expression::Kind;
constexpr std::array builtins
    = std::to_array<std::string_view>({"cap", "complex", "imag", "len", "max", "min", "real"});
constexpr std::array impossible = std::to_array<std::string_view>(
    {"append", "clear", "close", "copy", "delete", "make", "new", "panic", "print", "println", "recover"});

}

std::span<const std::string_view> ExpressionEvaluator::builtinNames()
{
    return builtins;
}

bool ExpressionEvaluator::isQuery(const Expression &node)
{
    const Expression &function = *node.children.front();
    if (function.kind != Kind::Identifier || !ExpressionQuery::isName(function.text))
        return false;
    if (function.text == "any" && node.children.size() == 2) // a conversion
        return false;
    const auto known = m_isQuery.find(&node);
    return known != m_isQuery.end() ? known->second
                                    : m_isQuery.emplace(&node, !isOfProgram(function.text)).first->second;
}

Result<Value> ExpressionEvaluator::call(const Expression &node)
{
    const Expression &function = *node.children.front();
    if (function.kind == Kind::Identifier && !local(function.text)) {
        if (std::ranges::contains(builtins, function.text))
            return builtin(node, function.text);
        if (std::ranges::contains(impossible, function.text))
            return badExpression("a core can't run code: " + function.text, node.begin);
    }
    if (isQuery(node)) {
        return ExpressionQuery(*this, node).run();
    }
    if (auto given = unsafeCall(node); !given)
        return std::unexpected(given.error());
    else if (*given)
        return std::move(**given);
    if (auto given = wrapperCall(node); !given)
        return std::unexpected(given.error());
    else if (*given)
        return std::move(**given);
    if (!looksLikeType(function)) {
        // A name that means nothing deserves to be told so; one that means a function can't be called.
        const auto callee = evaluate(function);
        if (!callee)
            return callee;
        const bool isOurs = function.kind == Kind::Identifier && ExpressionQuery::isName(function.text);
        return badExpression("a core can't run code: call of " + textOf(function)
                                 + (isOurs ? ", which here is the program's own" : ""),
                             node.begin);
    }
    const auto target = typeOf(function);
    if (!target)
        return std::unexpected(target.error());
    if (node.children.size() != 2)
        return badExpression("a conversion takes one value", node.begin);
    auto value = evaluate(*node.children[1]);
    if (!value)
        return value;
    return convert(std::move(*value), *target, node);
}

Result<Value> ExpressionEvaluator::builtin(const Expression &node, std::string_view name)
{
    std::vector<Value> values;
    for (size_t i = 1; i < node.children.size(); ++i) {
        auto value = evaluate(*node.children[i]);
        if (!value)
            return value;
        if (value->error)
            return std::unexpected(*value->error);
        value = followed(std::move(*value));
        if (!value)
            return value;
        values.push_back(std::move(*value));
    }
    if (name == "min" || name == "max") {
        if (values.empty())
            return badExpression(std::string(name) + " needs a value", node.begin);
        return leastOrGreatest(node, values, name == "max");
    }
    const size_t wanted = name == "complex" ? 2 : 1;
    if (values.size() != wanted) {
        return badExpression(std::string(name) + " takes " + (wanted == 1 ? "one value" : "two values") + ", not "
                                 + std::to_string(values.size()),
                             node.begin);
    }
    if (name == "len" || name == "cap")
        return lengthOf(node, values.front(), name == "cap");
    if (name != "complex")
        return complexPart(node, values.front(), name == "imag");
    const auto real = Scalar::of(m_reader, values[0]);
    const auto imaginary = Scalar::of(m_reader, values[1]);
    if (!real || !imaginary)
        return at(real ? imaginary.error() : real.error(), node);
    const bool isUntyped = real->isUntyped() && imaginary->isUntyped();
    const bool isSmall
        = std::max(real->isUntyped() ? 0 : real->type->size, imaginary->isUntyped() ? 0 : imaginary->type->size) == 4;
    const Type *part = m_reader.types().predeclared(isSmall ? "float32" : "float64");
    const auto a = real->represented(part);
    const auto b = imaginary->represented(part);
    if (!a || !b)
        return at(a ? b.error() : a.error(), node);
    Scalar result;
    result.type = m_reader.types().predeclared(isUntyped ? "untyped complex" : isSmall ? "complex64" : "complex128");
    result.content = std::complex<double>(std::get<double>(a->content), std::get<double>(b->content));
    return result.toValue();
}

Result<Value> ExpressionEvaluator::lengthOf(const Expression &node, const Value &given, bool capacity)
{
    auto behind = withArrayBehind(given);
    if (!behind)
        return behind;
    const Value &value = *behind;
    const TypeKind kind = value.type->kind;
    Result<uint64_t> number = 0;
    if (kind == TypeKind::Chan) {
        const auto channel = m_context.containers.channel(value);
        if (channel)
            number = capacity ? channel->capacity : channel->queued;
        else if (channel.error().code != ErrorCode::NotFound)
            number = std::unexpected(channel.error());
    } else if (kind == TypeKind::Slice || kind == TypeKind::Array) {
        const ValueReader::Sequence parts = m_reader.sequence(value);
        number = capacity ? parts.capacity : parts.length;
    } else if (kind == TypeKind::String && !capacity) {
        number = m_reader.sequence(value).length;
    } else if (Followed::kindOf(*value.type) == Followed::Kind::Map && !capacity) {
        number = m_context.followed.count(value);
    } else if (kind == TypeKind::Map && !capacity) {
        number = m_context.containers.mapCount(value);
    } else {
        return badExpression(textOf(*node.children[1]) + " (type " + value.type->name + ") has no "
                                 + (capacity ? "capacity" : "length"),
                             node.begin);
    }
    if (!number)
        return std::unexpected(number.error());
    return constant("int", Int128(*number));
}

Result<Value> ExpressionEvaluator::complexPart(const Expression &node, const Value &value, bool imaginary)
{
    const auto scalar = Scalar::of(m_reader, value);
    const bool isUntyped = scalar && scalar->isUntyped();
    const auto number
        = scalar && isUntyped ? scalar->represented(m_reader.types().predeclared("untyped complex")) : scalar;
    if (!number)
        return at(number.error(), node);
    const auto *complex = std::get_if<std::complex<double>>(&number->content);
    if (!complex)
        return badExpression(textOf(*node.children[1]) + " (type " + value.type->name + ") is no complex number",
                             node.begin);
    Scalar result;
    result.type = m_reader.types().predeclared(isUntyped                     ? "untyped float"
                                                   : number->type->size == 8 ? "float32"
                                                                             : "float64");
    result.content = imaginary ? complex->imag() : complex->real();
    return result.toValue();
}

Result<Value> ExpressionEvaluator::leastOrGreatest(const Expression &node, const std::vector<Value> &values,
                                                   bool greatest)
{
    auto best = Scalar::of(m_reader, values.front());
    if (!best)
        return at(best.error(), node);
    for (size_t i = 1; i < values.size(); ++i) {
        auto next = Scalar::of(m_reader, values[i]);
        const auto wins = next ? compared(greatest ? ">" : "<", *next, *best) : std::unexpected(next.error());
        if (!wins)
            return at(wins.error(), node);
        const auto *floating = std::get_if<double>(&next->content);
        // A typed operand gives the constants beside it its type; NaN wins over all.
        const Type *type = best->isUntyped() ? next->type : best->type;
        if (*wins || (floating && *floating != *floating))
            best = std::move(next);
        if (best->type != type) {
            best = best->represented(type);
            if (!best)
                return at(best.error(), node);
        }
    }
    return best->toValue();
}

}
